using System.Text.RegularExpressions;

namespace SmtpCodeApi.Tests.Repository;

/// <summary>What the repository promises of its own parts.</summary>
public sealed partial class SupplyChainTests
{
    [Fact]
    public void Workflows_HaveNoPermissionsByDefaultAndPinActionsByCommit()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, ".github", "workflows")))
        {
            var workflow = File.ReadAllText(path);
            Assert.Matches(@"(?m)^permissions: \{\}$", workflow);
            Assert.DoesNotMatch("(?m): write$", workflow);
            Assert.All(Use().Matches(workflow), use => Assert.Matches("^[^@]+@[0-9a-f]{40} # v", use.Groups["action"].Value));
        }
    }

    [Fact]
    public void BaseImages_AreNamedByFullVersion() =>
        Assert.All(BaseImage().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Dockerfile"))), image => Assert.Matches(@":\d+\.\d+\.\d+-", image.Groups["image"].Value));

    [Fact]
    public void Packages_AreNamedByExactVersion() => Assert.All(
        Version().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Directory.Packages.props"))), version => Assert.Matches(@"^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$", version.Groups["version"].Value));

    [Fact]
    public void EveryTestThatTheSecurityPageNames_Exists()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "security.md"));
        var named = Test().Matches(page);
        Assert.True(named.Count > 20);
        var types = typeof(SupplyChainTests).Assembly.GetTypes();
        Assert.All(named, test =>
        {
            var type = Assert.Single(types, type => type.Name == test.Groups["type"].Value);
            Assert.True(!test.Groups["method"].Success || type.GetMethod(test.Groups["method"].Value) is not null, $"There is no {test.Value}.");
        });
    }

    [GeneratedRegex("(?m)^ *-? *uses: (?<action>.+)$")]
    private static partial Regex Use();

    [GeneratedRegex("(?m)^ARG [A-Z]+_IMAGE=(?<image>.+)$")]
    private static partial Regex BaseImage();

    [GeneratedRegex("<PackageVersion [^>]*Version=\"(?<version>[^\"]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex(@"`(?<type>[A-Za-z0-9]+Tests)(\.(?<method>[A-Za-z0-9_]+))?`")]
    private static partial Regex Test();
}
