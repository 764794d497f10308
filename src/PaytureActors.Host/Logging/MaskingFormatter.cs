using Serilog.Events;
using Serilog.Formatting;

namespace PaytureActors.Host.Logging;

/// <summary>Renders as another formatter does, and masks what it rendered: exceptions and nested values, too.</summary>
internal sealed class MaskingFormatter(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var rendered = new StringWriter();
        inner.Format(logEvent, rendered);
        output.Write(CardMask.Apply(rendered.ToString()));
    }
}
