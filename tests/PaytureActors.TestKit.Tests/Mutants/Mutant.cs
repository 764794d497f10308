using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PaytureActors.TestKit.Tests.Mutants;

/// <summary>
/// The core, its exploration and its traces, compiled in memory with some rule taken out. Nothing of it ships: the rule is cut from
/// the source text.
/// </summary>
internal sealed record Mutant(string Name, params Cut[] Cuts)
{
    private static readonly string Root = typeof(Mutant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);
    private static readonly ConcurrentDictionary<string, SyntaxTree> Originals = [];

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks; global using Xunit;", Options);

    private static readonly MetadataReference[] References =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where !Path.GetFileName(path).StartsWith("PaytureActors", StringComparison.Ordinal)
           select MetadataReference.CreateFromFile(path),
    ];

    /// <summary>Runs a test of the mutated code.</summary>
    /// <returns>Why it is red; null when it is green.</returns>
    public string? Run(string test)
    {
        var context = new AssemblyLoadContext(Name, isCollectible: true);
        try
        {
            var method = context.LoadFromStream(Compile()).GetTypes().Select(type => type.GetMethod(test)).Single(found => found is not null)!;
            var arguments = method.GetCustomAttributes<InlineDataAttribute>().FirstOrDefault()?.GetData(method).First();
            method.Invoke(Activator.CreateInstance(method.DeclaringType!), arguments);
            return null;
        }
        catch (TargetInvocationException red)
        {
            return red.InnerException!.Message;
        }
        finally
        {
            context.Unload();
        }
    }

    private MemoryStream Compile()
    {
        var compilation = CSharpCompilation.Create("Mutant", [ImplicitUsings, .. Sources().Select(Tree)], References,
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException($"The mutant '{Name}' does not compile: {result.Diagnostics.First(each => each.Severity is DiagnosticSeverity.Error)}");
        image.Position = 0;
        return image;
    }

    private static IEnumerable<string> Sources() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src/PaytureActors.Domain"), "*.cs").Order(),
        .. Directory.EnumerateFiles(Path.Combine(Root, "src/PaytureActors.Domain/Orders"), "*.cs").Order(),
        .. Directory.EnumerateFiles(Path.Combine(Root, "src/PaytureActors.Domain/Cheques"), "*.cs").Order(),
        .. Directory.EnumerateFiles(Path.Combine(Root, "src/PaytureActors.TestKit/Gateway"), "Ledger*.cs").Order(),
        .. Directory.EnumerateFiles(Path.Combine(Root, "src/PaytureActors.TestKit/Exploration"), "*.cs").Order(),
        .. Directory.EnumerateFiles(Path.Combine(Root, "tests/PaytureActors.TestKit.Tests/Traces"), "*.cs").Order(),
    ];

    private SyntaxTree Tree(string path)
    {
        var cuts = Cuts.Where(cut => Path.GetFileName(path) == cut.File).ToArray();
        if (cuts.Length == 0)
            return Originals.GetOrAdd(path, static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options));

        var text = File.ReadAllText(path);
        foreach (var cut in cuts)
        {
            if (text.Split(cut.Rule).Length != 2)
                throw new InvalidOperationException($"The rule that '{Name}' takes out is not once in {cut.File}: {cut.Rule}");
            text = text.Replace(cut.Rule, cut.Instead, StringComparison.Ordinal);
        }

        return CSharpSyntaxTree.ParseText(text, Options);
    }
}

/// <summary>A rule in the source text, and what stands there when it is taken out.</summary>
internal sealed record Cut(string File, string Rule, string Instead);
