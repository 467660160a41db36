namespace SmtpCodeApi.LoadBench;

/// <summary>What to measure, how long, and where things are.</summary>
/// <param name="Command"><c>load</c>, <c>scale</c>, <c>micro</c> or <c>page</c>.</param>
/// <param name="Bench">The folder of the bench.</param>
/// <param name="Work">A folder for what is published and fetched.</param>
/// <param name="Results">Where the figures and the page go.</param>
/// <param name="Build">How the service was published: <c>jit</c>, <c>r2r</c> or <c>aot</c>.</param>
/// <param name="Commit">What was published.</param>
/// <param name="Quick">Short slices: shows that everything works, not how fast it is.</param>
internal sealed record Settings(string Command, string Bench, string Work, string Results, string Build, string Commit, bool Quick)
{
    /// <summary>The core that servers run on. The driver and wrk have been given another one.</summary>
    public const int ServerCore = 0;

    private const int FirstPort = 18100;

    public int Rounds => Quick ? 2 : 6;

    public int SliceSeconds => Quick ? 1 : 4;

    public int Starts => Quick ? 2 : 7;

    public int ColdRounds => Quick ? 1 : 3;

    /// <summary>Bursts of load before anything is timed, each followed by a pause: on a saturated core the compiler for hot methods does not get to run.</summary>
    public int WarmUpBursts => Quick ? 2 : 4;

    public TimeSpan WarmUpPause => TimeSpan.FromSeconds(Quick ? 0.5 : 2);

    /// <summary>The address of the nth server.</summary>
    public static int Port(int number) => FirstPort + number;

    public string Published(string project) => Path.Combine(Work, "publish", project);

    public string Log(string subject) => Path.Combine(Directory.CreateDirectory(Path.Combine(Work, "logs")).FullName, subject + ".log");

    public static Settings Read(string[] args)
    {
        string Value(string name) => args.SkipWhile(argument => argument != name).ElementAtOrDefault(1) ?? throw new ArgumentException($"{name} is missing; start the bench by run.sh.");
        return new(args[0], Value("--bench"), Value("--work"), Value("--results"), Value("--build"), Value("--commit"), args.Contains("--quick"));
    }
}
