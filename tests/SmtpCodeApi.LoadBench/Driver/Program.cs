using SmtpCodeApi.LoadBench;

var settings = Settings.Read(args);
switch (settings.Command)
{
    case "load":
        var load = await new LoadRun(settings).RunAsync();
        ResultFiles.Write(settings, "load", load);
        Console.WriteLine($"\n{Page.Of(load)}");
        break;
    case "scale":
        ResultFiles.Write(settings, "scale", await new GrowthRun(settings).RunAsync());
        break;
    case "micro":
        ResultFiles.Write(settings, "micro", MicroRun.Read(settings));
        break;
}

Page.Write(settings);
