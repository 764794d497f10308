using System.Globalization;
using System.Net;
using System.Text;

namespace PaytureActors.Benchmarks.Reporting;

/// <summary>Charts as SVG, readable on light and dark ground.</summary>
internal static class Chart
{
    private const double Width = 760;
    private const double Height = 300;
    private const double Left = 64;
    private const double Bottom = 44;
    private const double Top = 52;
    private static readonly string[] Colours = ["#8a94a6", "#c9822b", "#2f6fde", "#2a9d6f"];

    /// <summary>Groups of bars, one bar a series.</summary>
    public static string Bars(string title, IReadOnlyList<string> groups, params (string Name, IReadOnlyList<double> Values)[] series)
    {
        var most = Nice(series.SelectMany(each => each.Values).Append(0).Max());
        var svg = Begin(title, most, [.. series.Select(each => each.Name)]);
        var (space, bar) = ((Width - Left) / groups.Count, (Width - Left) / groups.Count / (series.Length + 1));
        for (var group = 0; group < groups.Count; group++)
        {
            var x = Left + (group * space);
            for (var one = 0; one < series.Length; one++)
            {
                var height = series[one].Values[group] / most * (Height - Top - Bottom);
                Line(svg, $"""<rect x="{x + ((one + 0.5) * bar):0.0}" y="{Height - Bottom - height:0.0}" width="{bar * 0.9:0.0}" height="{height:0.0}" fill="{Colours[one % Colours.Length]}"/>""");
            }

            Line(svg, $"""<text x="{x + (space / 2):0.0}" y="{Height - Bottom + 18:0.0}" text-anchor="middle">{WebUtility.HtmlEncode(groups[group])}</text>""");
        }

        return End(svg);
    }

    /// <summary>Lines over one axis.</summary>
    public static string Lines(string title, string axis, params (string Name, IEnumerable<(double X, double Y)> Points)[] series)
    {
        var drawn = series.Select(each => each.Points.ToArray()).ToArray();
        var most = Nice(drawn.SelectMany(points => points).Select(point => point.Y).Append(0).Max());
        var end = Math.Max(drawn.SelectMany(points => points).Select(point => point.X).Append(0).Max(), 1e-9);
        var svg = Begin(title, most, [.. series.Select(each => each.Name)]);
        for (var one = 0; one < series.Length; one++)
        {
            var points = string.Join(' ', drawn[one].Select(point => string.Create(CultureInfo.InvariantCulture,
                $"{Left + (point.X / end * (Width - Left - 10)):0.0},{Height - Bottom - (point.Y / most * (Height - Top - Bottom)):0.0}")));
            Line(svg, $"""<polyline points="{points}" fill="none" stroke="{Colours[(one + 2) % Colours.Length]}" stroke-width="2"/>""");
        }

        Line(svg, $"""<text x="{Width - 10:0}" y="{Height - Bottom + 18:0}" text-anchor="end">{end:0.#} {WebUtility.HtmlEncode(axis)}</text>""");
        return End(svg);
    }

    private static StringBuilder Begin(string title, double most, IReadOnlyList<string> names)
    {
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width:0} {Height:0}" font-family="system-ui, sans-serif" font-size="12" fill="#7a8494">""");
        Line(svg, $"""<text x="8" y="18" font-size="14">{WebUtility.HtmlEncode(title)}</text>""");
        for (var name = 0; name < names.Count; name++)
        {
            var colour = Colours[(names.Count > 2 ? name : name + 2) % Colours.Length];
            Line(svg, $"""<rect x="{8 + (name * 110)}" y="28" width="10" height="10" fill="{colour}"/><text x="{22 + (name * 110)}" y="37">{WebUtility.HtmlEncode(names[name])}</text>""");
        }

        for (var part = 0; part <= 4; part++)
        {
            var y = Height - Bottom - (part / 4.0 * (Height - Top - Bottom));
            Line(svg, $"""<line x1="{Left:0}" x2="{Width:0}" y1="{y:0.0}" y2="{y:0.0}" stroke="#7a8494" stroke-opacity="0.3"/><text x="{Left - 6:0}" y="{y + 4:0.0}" text-anchor="end">{most * part / 4:0.##}</text>""");
        }

        return svg;
    }

    private static string End(StringBuilder svg) => svg.Append("</svg>\n").ToString();

    /// <summary>The next number that is easy to read.</summary>
    private static double Nice(double value)
    {
        if (value <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new double[] { 1, 2, 4, 5, 8, 10 }.First(step => step * power >= value) * power;
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
