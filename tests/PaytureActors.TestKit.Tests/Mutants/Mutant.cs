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
    private const string WholeCore = "Mutant";

    public static readonly string Root = typeof(Mutant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);
    private static readonly ConcurrentDictionary<string, SyntaxTree> Originals = [];

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks; global using Xunit;", Options);

    private static readonly (string Assembly, MetadataReference Reference)[] OwnReferences =
    [
        .. from path in Directory.EnumerateFiles(AppContext.BaseDirectory, "PaytureActors*.dll")
           let name = Path.GetFileNameWithoutExtension(path)
           where !name.EndsWith("Tests", StringComparison.Ordinal)
           select (name, (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

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
        // Not to be unloaded: the runtime's collector crashed over classes that go (.NET 10.0.12), and these are few.
        var context = new AssemblyLoadContext(Name);
        try
        {
            var method = context.LoadFromStream(Compile(WholeCore, Name, Sources().Select(path => Tree(path, Name, Cuts.Where(cut => Path.GetFileName(path) == cut.File))))).GetTypes().Select(type => type.GetMethod(test)).Single(found => found is not null)!;
            var arguments = method.GetCustomAttributes<InlineDataAttribute>().FirstOrDefault()?.GetData(method).First();
            method.Invoke(Activator.CreateInstance(method.DeclaringType!), arguments);
            return null;
        }
        catch (TargetInvocationException red)
        {
            return red.InnerException!.Message;
        }
    }

    /// <summary>Compiles an assembly in memory.</summary>
    public static MemoryStream Compile(string assembly, string mutant, IEnumerable<SyntaxTree> sources)
    {
        var compilation = CSharpCompilation.Create(assembly, [ImplicitUsings, .. sources],
            [.. References, .. OwnReferences.Where(own => assembly != WholeCore && own.Assembly != assembly).Select(own => own.Reference)],
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException($"The mutant '{mutant}' does not compile: {result.Diagnostics.First(each => each.Severity is DiagnosticSeverity.Error)}");
        image.Position = 0;
        return image;
    }

    /// <summary>A source file without what is cut out of it.</summary>
    public static SyntaxTree Tree(string path, string mutant, IEnumerable<Cut> cuts)
    {
        if (!cuts.Any())
            return Originals.GetOrAdd(path, static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options));

        var text = File.ReadAllText(path);
        foreach (var cut in cuts)
        {
            if (text.Split(cut.Rule).Length != 2)
                throw new InvalidOperationException($"The rule that '{mutant}' takes out is not once in {cut.File}: {cut.Rule}");
            text = text.Replace(cut.Rule, cut.Instead, StringComparison.Ordinal);
        }

        return CSharpSyntaxTree.ParseText(text, Options);
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
}

/// <summary>A rule in the source text, and what stands there when it is taken out.</summary>
internal sealed record Cut(string File, string Rule, string Instead);
