using k8s;
using k8s.Models;

namespace SmtpCodeApi.Tests.Repository;

/// <summary>The manifests against the schema of the Kubernetes API, and what they promise of the container.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "deploy", "kubernetes");

    public static TheoryData<string> Manifests => [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != "kustomization.yaml").Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_ReadStrictly_IsValid(string file)
    {
        var objects = KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, file)), null, true);
        Assert.NotEmpty(objects);
        Assert.All(objects, read => Assert.Equal("smtpcodeapi", Assert.IsAssignableFrom<IKubernetesObject<V1ObjectMeta>>(read).Metadata.Name));
    }

    [Fact]
    public void StrictReading_MisspeltField_IsRefused() => Assert.ThrowsAny<Exception>(() =>
        KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  prots: []\n", null, true));

    [Fact]
    public void Deployment_Container_RunsWithTheLeastItNeeds()
    {
        var deployment = KubernetesYaml.Deserialize<V1Deployment>(File.ReadAllText(Path.Combine(Folder, "deployment.yaml")));
        var pod = deployment.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);
        Assert.True(pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" });
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext is { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false });
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal(("/health/live", "/health/ready"), (container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
        Assert.Equal(["cpu", "memory"], container.Resources.Limits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(deployment.Spec.Template.Metadata.Labels, deployment.Spec.Selector.MatchLabels);
    }

    [Fact]
    public void Service_Selector_FindsThePodsOfTheDeployment()
    {
        var deployment = KubernetesYaml.Deserialize<V1Deployment>(File.ReadAllText(Path.Combine(Folder, "deployment.yaml")));
        var service = KubernetesYaml.Deserialize<V1Service>(File.ReadAllText(Path.Combine(Folder, "service.yaml")));
        Assert.Equal(deployment.Spec.Template.Metadata.Labels, service.Spec.Selector);
        Assert.Contains(service.Spec.Ports.Single().TargetPort.Value, deployment.Spec.Template.Spec.Containers.Single().Ports.Select(port => port.Name));
    }
}
