using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PaytureActors.Architecture.Tests;

/// <summary>The tree as its owner wants it.</summary>
public sealed partial class TreeTests
{
    internal static readonly string Root = typeof(TreeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "RepositoryRoot").Value!;

    [Fact]
    public void No_file_of_src_has_more_than_400_lines() =>
        Assert.Empty(Sources("src").Where(file => File.ReadLines(file).Count() > 400));

    [Fact]
    public void No_folder_is_named_after_a_pattern()
    {
        string[] patterns = ["Common", "Helpers", "Utils", "Utilities", "Services", "Managers", "Misc"];
        Assert.Empty(Sources("src").Select(Path.GetDirectoryName).Where(folder => patterns.Contains(Path.GetFileName(folder))));
    }

    [Fact]
    public void Every_test_project_mirrors_a_project()
    {
        var projects = Projects("src").Select(name => name + ".Tests")
            .Concat(["PaytureActors.Architecture.Tests", "PaytureActors.Benchmarks", "PaytureActors.Browser.Tests", "PaytureActors.SampleShop", "PaytureActors.SampleShop.Tests"]);
        Assert.Equal(projects.Order(), Projects("tests").Order());
    }

    [Fact]
    public void Package_versions_are_pinned_in_one_place()
    {
        Assert.Empty(Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => PinnedHere().IsMatch(File.ReadAllText(file))));
        var central = File.ReadAllText(Path.Combine(Root, "Directory.Packages.props"));
        Assert.DoesNotContain("Version=\"*", central, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_public_package_declares_its_public_surface() =>
        Assert.All(Projects("src").Where(name => name != "PaytureActors.Host"), name =>
            Assert.True(File.Exists(Path.Combine(Root, "src", name, "PublicAPI.Unshipped.txt")), $"{name} has no PublicAPI.Unshipped.txt"));

    [Fact]
    public void The_build_script_is_valid_PowerShell()
    {
        Parser.ParseFile(Path.Combine(Root, "build.ps1"), out _, out var errors);
        Assert.Empty(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"));
    }

    [Fact]
    public void The_top_level_is_as_its_owner_set_it()
    {
        string[] folders = ["src", "tests", "hocon", "docker"];
        string[] files = ["PaytureActors.sln", "README.md", "build.ps1", "LICENSE", "CHANGELOG.md", "global.json"];
        string[] made = ["artifacts", "TestResults"];
        Assert.Empty(Directory.EnumerateDirectories(Root).Select(Path.GetFileName).Where(name =>
            !name!.StartsWith('.') && !folders.Contains(name) && !made.Contains(name)));
        Assert.Empty(Directory.EnumerateFiles(Root).Select(Path.GetFileName).Where(name =>
            !name!.StartsWith('.') && !files.Contains(name) && !name.StartsWith("Directory.", StringComparison.Ordinal)));
    }

    internal static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)!;

    [GeneratedRegex("""<PackageReference [^>]*\bVersion=""")]
    private static partial Regex PinnedHere();
}
