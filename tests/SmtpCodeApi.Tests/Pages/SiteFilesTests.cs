using System.Collections.Concurrent;
using System.Net;
using System.Xml.Linq;
using Markdig.Syntax;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace SmtpCodeApi.Tests.Pages;

public sealed class SiteFilesTests(ApiFixture api)
{
    private static readonly XNamespace Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Theory]
    [InlineData("/robots.txt", "text/plain; charset=utf-8")]
    [InlineData("/sitemap.xml", "application/xml; charset=utf-8")]
    [InlineData("/llms.txt", "text/plain; charset=utf-8")]
    public async Task SiteFile_IsServedToAnyoneAndCached(string path, string type)
    {
        using var response = await api.GetAsync(path, ("Accept", "image/png"));
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal("public, max-age=3600", response.Headers.CacheControl?.ToString());
        using var again = await api.GetAsync(path, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var empty = await api.Client.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, response.Headers.ETag), (empty.StatusCode, empty.Headers.ETag));
    }

    [Fact]
    public async Task Robots_MayReadAllButWhatSomeoneHadExplained() => Assert.Equal(
        $"User-agent: *\nAllow: /\nDisallow: /explain?\n\nSitemap: {Origin}/sitemap.xml\n", await TextAsync("/robots.txt"));

    [Fact]
    public async Task Sitemap_HasThePagesEveryEntryAndItsNeighboursOnce()
    {
        var addresses = await SitemapAsync();
        var codes = (await api.GetJsonAsync("/codes"))["items"]!.AsArray().Select(code => $"{Origin}{code!["href"]}").ToArray();
        Assert.Equal([$"{Origin}/", $"{Origin}/codes", $"{Origin}/explain", .. codes], addresses.Take(3 + codes.Length));
        var comparisons = addresses.Skip(3 + codes.Length).ToArray();
        Assert.All(comparisons, address => Assert.StartsWith($"{Origin}/compare?a=", address, StringComparison.Ordinal));
        Assert.Contains($"{Origin}/compare?a=530&b=535", comparisons);
        Assert.Contains($"{Origin}/compare?a=535&b=X.7.8", comparisons);
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        var pairs = comparisons.Select(address => address[(address.IndexOf('=', StringComparison.Ordinal) + 1)..].Split("&b=")).ToArray();
        var order = codes.Index().ToDictionary(code => code.Item.Split('/')[^1], code => code.Index);
        Assert.All(pairs, pair => Assert.True(order[pair[0]] < order[pair[1]], $"{pair[0]} and {pair[1]} are not in catalog order."));
    }

    [Fact]
    public async Task EveryAddressOfTheSitemap_IsAPage() => await AssertAllAnswerAsync(await SitemapAsync(), "text/html");

    [Fact]
    public async Task LanguageModels_FindATitleASummaryAndListsOfLinks()
    {
        var read = new MarkdownReader(await TextAsync("/llms.txt"));
        Assert.IsType<HeadingBlock>(read.Document[0]);
        Assert.IsType<QuoteBlock>(read.Document[1]);
        Assert.Equal(["# SmtpCodeApi", "## Documentation", "## Codes asked for most", "## Optional"], read.Headings);
        Assert.Contains($"{Origin}/codes/535?format=md", read.Links);
        Assert.Contains("curl -H 'Accept: text/markdown' --data-urlencode 'reply=550 5.1.1 User unknown' " + Origin + "/explain", read.Fences.Single(), StringComparison.Ordinal);
        Assert.Empty(read.Foreign);
        Assert.Empty(read.EmptySections);

        // The addresses among the words, but the one that wants a POST.
        var named = read.Text.Split(' ', '\n', ',', ';').Where(word => word.StartsWith(Origin, StringComparison.Ordinal) && !word.EndsWith("/explain", StringComparison.Ordinal));
        await AssertAllAnswerAsync(read.Links.Concat(named.Select(word => word.TrimEnd('.'))));
    }

    [Fact]
    public async Task SiteFiles_BelowAPathBase_NameItInEveryAddress()
    {
        using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Production").UseSetting("Logging:LogLevel:Default", "Warning").UseSetting("SmtpCodeApi:PathBase", "/smtp"));
        using var client = factory.CreateClient();
        string[] paths = ["/robots.txt", "/sitemap.xml", "/llms.txt", "/codes/535?format=md", "/codes?format=md", "/compare?a=354&b=535&format=md", "/?format=md"];
        foreach (var path in paths)
        {
            using var response = await client.GetAsync("/smtp" + path, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("http://localhost/smtp/", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("http://localhost/(?!smtp/)|/smtp/smtp/", text);
        }
    }

    private string Origin => api.Address.GetLeftPart(UriPartial.Authority);

    private async Task<string> TextAsync(string path)
    {
        using var response = await api.GetAsync(path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<string>> SitemapAsync()
    {
        var sitemap = XDocument.Parse(await TextAsync("/sitemap.xml"));
        Assert.Equal(Sitemaps + "urlset", sitemap.Root!.Name);
        return [.. sitemap.Root.Elements(Sitemaps + "url").Select(url => url.Element(Sitemaps + "loc")!.Value)];
    }

    private async Task AssertAllAnswerAsync(IEnumerable<string> addresses, string? type = null)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (address, _) =>
        {
            using var response = await api.GetAsync(address, ("Accept", PageTests.Browser));
            if (response.StatusCode != HttpStatusCode.OK || (type is not null && response.Content.Headers.ContentType?.MediaType != type))
            {
                wrong.Add($"{address}: {(int)response.StatusCode} {response.Content.Headers.ContentType}");
            }
        });
        Assert.Empty(wrong);
    }
}
