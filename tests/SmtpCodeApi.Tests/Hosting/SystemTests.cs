namespace SmtpCodeApi.Tests.Hosting;

public sealed class SystemTests(ApiFixture api)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_OfARunningService_IsHealthy(string path)
    {
        using var response = await api.GetAsync(path);
        Assert.Equal("""{"status":"healthy"}""", (await ApiFixture.JsonAsync(response)).ToJsonString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Version_NamesServiceCommitAndCatalog()
    {
        var version = await api.GetJsonAsync("/version");
        Assert.Equal(["version", "commit", "catalogVersion"], version.AsObject().Select(member => member.Key));
        Assert.Matches(@"^\d+\.\d+\.\d+", (string?)version["version"]);
        Assert.Equal((string?)(await api.GetJsonAsync("/codes?limit=1"))["catalogVersion"], (string?)version["catalogVersion"]);
    }
}
