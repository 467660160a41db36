namespace SmtpCodeApi.LoadBench;

/// <summary>One of those compared, and how it is started.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Folder">Its working folder.</param>
/// <param name="Command">The program and its arguments, given the index of the answers it is to give.</param>
internal sealed record Subject(string Name, int Port, string Folder, Func<string, string[]> Command)
{
    public const string Service = "service";
    public const string Bare = "bare";
    public const string BareAot = "bare-aot";
    public const string Typical = "typical";
    public const string Nginx = "nginx";
    public const string Fastify = "fastify";

    /// <summary>Whether it has an entity tag for each answer and sends 304.</summary>
    public bool HasETag => Name is not (Typical or Fastify);

    /// <summary>Whether it sends the service's own compressed bytes, rather than compressing anew.</summary>
    public bool HasReadyBytes => Name is not (Typical or Fastify);

    /// <summary>Whether it has a brotli form of the same bytes.</summary>
    public bool HasReadyBrotli => HasReadyBytes && Name != Nginx;

    /// <summary>Whether it writes a line for each request. They are thrown away, as they would fill the disk.</summary>
    public bool LogsRequests => Name == Typical;

    /// <summary>The service, and those of its peers that are there.</summary>
    public static IReadOnlyList<Subject> All(Settings settings)
    {
        var subjects = new List<Subject>
        {
            DotNet(settings, Service, "SmtpCodeApi", 0),
            DotNet(settings, Bare, "Bare", 1),
            DotNet(settings, Typical, "Typical", 2),
            new(Nginx, Settings.Port(3), settings.Work, index => ["nginx", "-c", NginxConfiguration.Write(settings.Work, index, Settings.Port(3)), "-p", settings.Work]),
        };
        if (Directory.Exists(settings.Published(BareAot)))
        {
            subjects.Add(DotNet(settings, BareAot, "Bare", 4));
        }

        if (Directory.Exists(Path.Combine(settings.Bench, "fastify", "node_modules")))
        {
            subjects.Add(new(Fastify, Settings.Port(5), Path.Combine(settings.Bench, "fastify"), index => ["node", "server.js", index, $"{Settings.Port(5)}"]));
        }

        return subjects;
    }

    private static Subject DotNet(Settings settings, string name, string program, int number) =>
        new(name, Settings.Port(number), settings.Published(name), index => name == Service ? ["./" + program] : ["./" + program, index]);
}
