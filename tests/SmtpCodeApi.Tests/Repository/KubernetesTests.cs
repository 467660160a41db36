using System.Diagnostics;
using k8s;
using k8s.Models;

namespace SmtpCodeApi.Tests.Repository;

/// <summary>The manifests against the schema of the Kubernetes API, and what they promise of the container.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "deploy", "kubernetes");

    // Not of the core API, so that the client has no type of it; these are the members that are used here.
    private static readonly Dictionary<string, Type> Extensions = new() { ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(HttpRoute) };

    public static TheoryData<string> Manifests => [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != "kustomization.yaml").Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_ReadStrictly_IsValid(string file)
    {
        var objects = KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, file)), Extensions, true);
        Assert.NotEmpty(objects);
        Assert.All(objects, read => Assert.Equal("smtpcodeapi", Assert.IsAssignableFrom<IKubernetesObject<V1ObjectMeta>>(read).Metadata.Name));
    }

    [Theory]
    [InlineData("", "V1Deployment V1NetworkPolicy V1PodDisruptionBudget V1Service V2HorizontalPodAutoscaler")]
    [InlineData("overlays/production", "HttpRoute V1Deployment V1Namespace V1NetworkPolicy V1PodDisruptionBudget V1Service V2HorizontalPodAutoscaler")]
    public async Task Rendered_ReadStrictly_IsValidAndFitsTogether(string overlay, string kinds)
    {
        var objects = KubernetesYaml.LoadAllFromString(await RenderAsync(overlay), Extensions, true);
        Assert.Equal(kinds.Split(' '), objects.Select(read => read.GetType().Name).Order(StringComparer.Ordinal));
        var deployment = objects.OfType<V1Deployment>().Single();
        var labels = deployment.Spec.Template.Metadata.Labels;
        Assert.Equal(labels, deployment.Spec.Selector.MatchLabels);
        Assert.Equal(labels, objects.OfType<V1Service>().Single().Spec.Selector);
        Assert.Equal(labels, objects.OfType<V1PodDisruptionBudget>().Single().Spec.Selector.MatchLabels);
        Assert.Equal(labels, objects.OfType<V1NetworkPolicy>().Single().Spec.PodSelector.MatchLabels);
        Assert.All(deployment.Spec.Template.Spec.TopologySpreadConstraints, constraint => Assert.Equal(labels, constraint.LabelSelector.MatchLabels));

        var scaler = objects.OfType<V2HorizontalPodAutoscaler>().Single().Spec;
        Assert.Equal(("Deployment", "smtpcodeapi"), (scaler.ScaleTargetRef.Kind, scaler.ScaleTargetRef.Name));
        // Otherwise each apply would take back what the scaler chose.
        Assert.Null(deployment.Spec.Replicas);
        Assert.True(scaler.MinReplicas >= 2);

        var ports = deployment.Spec.Template.Spec.Containers.Single().Ports.Select(port => port.Name).ToList();
        var service = objects.OfType<V1Service>().Single().Spec.Ports.Single();
        Assert.Contains(service.TargetPort.Value, ports);
        Assert.All(objects.OfType<V1NetworkPolicy>().Single().Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains(port.Port.Value, ports));
        Assert.All(objects.OfType<HttpRoute>().SelectMany(route => route.Spec.Rules).SelectMany(rule => rule.BackendRefs), backend => Assert.Equal(("smtpcodeapi", service.Port), (backend.Name, backend.Port)));
    }

    [Fact]
    public void StrictReading_MisspeltField_IsRefused() => Assert.ThrowsAny<Exception>(() =>
        KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  prots: []\n", null, true));

    [Theory]
    [InlineData("")]
    [InlineData("overlays/production")]
    public async Task Deployment_Container_RunsWithTheLeastItNeeds(string overlay)
    {
        var deployment = KubernetesYaml.LoadAllFromString(await RenderAsync(overlay), Extensions, true).OfType<V1Deployment>().Single();
        var pod = deployment.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);
        Assert.True(pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" });
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext is { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false });
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal(["cpu", "memory"], container.Resources.Limits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("/health/live", "/health/ready", "/health/ready"), (container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path, container.StartupProbe.HttpGet.Path));

        // Probes and scrapes go to the port that the service is told to answer them on.
        var management = container.Env.Single(variable => variable.Name == "SmtpCodeApi__ManagementPort").Value;
        Assert.Equal(management, $"{container.Ports.Single(port => port.Name == "management").ContainerPort}");
        Assert.Equal(management, deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"]);
        Assert.All([container.LivenessProbe, container.ReadinessProbe, container.StartupProbe], probe => Assert.Equal("management", probe.HttpGet.Port.Value));

        // The service takes up to 30 s to finish what it has begun.
        Assert.True(pod.TerminationGracePeriodSeconds >= container.Lifecycle.PreStop.Sleep.Seconds + 30);
    }

    [Theory]
    [InlineData("")]
    [InlineData("overlays/production")]
    public async Task Deployment_Settings_StartTheService(string overlay)
    {
        var container = KubernetesYaml.LoadAllFromString(await RenderAsync(overlay), Extensions, true).OfType<V1Deployment>().Single().Spec.Template.Spec.Containers.Single();
        using var service = new Hosting.ConfiguredService([.. container.Env
            .Where(variable => variable.Name != "SmtpCodeApi__ManagementPort")
            .Select(variable => (variable.Name.Replace("SmtpCodeApi__", "", StringComparison.Ordinal).Replace("__", ":", StringComparison.Ordinal), variable.Value))]);
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Host", "smtp.example.com")));
    }

    private static async Task<string> RenderAsync(string overlay)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Folder, overlay)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? kubectl = null;
        try
        {
            kubectl = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no kubectl.");
        }

        using (kubectl)
        {
            var errors = kubectl!.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var rendered = await kubectl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(kubectl.ExitCode == 0, await errors);
            return rendered;
        }
    }

    private sealed class HttpRoute : IKubernetesObject<V1ObjectMeta>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta Metadata { get; set; } = new();

        public RouteSpec Spec { get; set; } = new();
    }

    private sealed class RouteSpec
    {
        public List<ParentRef> ParentRefs { get; set; } = [];

        public List<string> Hostnames { get; set; } = [];

        public List<RouteRule> Rules { get; set; } = [];
    }

    private sealed class ParentRef
    {
        public string Name { get; set; } = "";

        public string Namespace { get; set; } = "";
    }

    private sealed class RouteRule
    {
        public List<RouteMatch> Matches { get; set; } = [];

        public Dictionary<string, string> Timeouts { get; set; } = [];

        public List<BackendRef> BackendRefs { get; set; } = [];
    }

    private sealed class RouteMatch
    {
        public Dictionary<string, string> Path { get; set; } = [];
    }

    private sealed class BackendRef
    {
        public string Name { get; set; } = "";

        public int Port { get; set; }
    }
}
