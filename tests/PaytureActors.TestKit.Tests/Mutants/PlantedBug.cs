using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace PaytureActors.TestKit.Tests.Mutants;

/// <summary>
/// A mistake in the protocol, as a patch file: applied to a copy of the sources in memory, compiled, and run through seeded schedules until one
/// of them finds it. Nothing of it ships, and no switch turns it on.
/// </summary>
/// <param name="Name">The patch file's name.</param>
/// <param name="What">The mistake, in a sentence: the patch file's first line.</param>
/// <param name="Cuts">What the patch takes out and puts in.</param>
internal sealed record PlantedBug(string Name, string What, IReadOnlyList<Cut> Cuts)
{
    private const int Chunk = 32;
    private static readonly string Folder = Path.Combine(Mutant.Root, "tests/PaytureActors.TestKit.Tests/Mutants");
    private static readonly string[] Ours = ["PaytureActors.Domain", "PaytureActors.Gateway", "PaytureActors", "PaytureActors.TestKit"];

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.patch").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Runs schedules until one breaks a promise.</summary>
    /// <param name="seeds">How many at most.</param>
    /// <returns>The first seed that finds the bug, and the promise that it sees broken; null when none does.</returns>
    public (int Seed, string Violation)? Search(int seeds)
    {
        var context = new Apart(Ours.ToDictionary(name => name, Image));
        var run = context.LoadFromAssemblyName(new AssemblyName("PaytureActors.TestKit")).GetType("PaytureActors.TestKit.Simulation.Schedule", throwOnError: true)!.GetMethod("Run", [typeof(int)])!;
        for (var first = 1; first <= seeds; first += Chunk)
        {
            var found = Enumerable.Range(first, Math.Min(Chunk, seeds - first + 1)).AsParallel()
                .Select(seed => (Seed: seed, Violation: Broken(run, seed))).Where(each => each.Violation is not null).ToArray();
            if (found.Length > 0)
                return found.Min()!;
        }

        return null;
    }

    // Our own assemblies a second time: without this the ones of the tests would be found first, and no bug in them.
    private sealed class Apart(IReadOnlyDictionary<string, MemoryStream> images) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name) => images.TryGetValue(name.Name!, out var image) ? LoadFromStream(image) : null;
    }

    private static string? Broken(MethodInfo run, int seed)
    {
        try
        {
            var result = run.Invoke(null, [seed])!;
            return ((IEnumerable)result.GetType().GetProperty("Violations")!.GetValue(result)!).Cast<object>().FirstOrDefault()?.ToString();
        }
        catch (TargetInvocationException failure)
        {
            return $"{failure.InnerException!.GetType().Name}: {failure.InnerException.Message}";
        }
    }

    private MemoryStream Image(string project)
    {
        var folder = Path.Combine(Mutant.Root, "src", project);
        return Cuts.Any(cut => cut.File.StartsWith($"src/{project}/", StringComparison.Ordinal))
            ? Mutant.Compile(project, Name, SourcesOf(folder).Select(Tree))
            : new MemoryStream(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, project + ".dll")));
    }

    private SyntaxTree Tree(string path)
    {
        var cuts = Cuts.Where(cut => Path.Combine(Mutant.Root, cut.File) == path);
        return Mutant.Tree(path, Name, cuts);
    }

    private static IEnumerable<string> SourcesOf(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(folder, path).StartsWith("bin", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    // A hunk says where it belongs by its own lines: they must be there exactly once, whatever their numbers are by now.
    private static PlantedBug Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var cuts = new List<Cut>();
        var (file, before, after) = ("", new List<string>(), new List<string>());
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("diff ", StringComparison.Ordinal))
                EndHunk();
            else if (line.StartsWith("+++ b/", StringComparison.Ordinal))
                file = line[6..];
            else if (line is ['-' or '+' or ' ', ..])
                Take(line[0], line[1..]);
        }

        EndHunk();
        return new PlantedBug(Path.GetFileNameWithoutExtension(path), lines[0], cuts);

        void Take(char sign, string text)
        {
            if (sign != '+')
                before.Add(text);
            if (sign != '-')
                after.Add(text);
        }

        void EndHunk()
        {
            if (before.Count + after.Count > 0)
                cuts.Add(new Cut(file, string.Join('\n', before), string.Join('\n', after)));
            before.Clear();
            after.Clear();
        }
    }
}
