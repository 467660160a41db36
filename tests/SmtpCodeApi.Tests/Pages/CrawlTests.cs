using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Html.Parser;

namespace SmtpCodeApi.Tests.Pages;

/// <summary>Every link between pages leads somewhere.</summary>
public sealed class CrawlTests(ApiFixture api)
{
    [Fact]
    public async Task EveryInternalLinkOfTheSite_Answers200()
    {
        var known = new HashSet<string> { "/" };
        var wave = new List<string>(known);
        while (wave.Count > 0)
        {
            var found = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(wave, TestContext.Current.CancellationToken, async (path, _) =>
            {
                using var response = await api.GetAsync(path, ("Accept", PageTests.Browser));
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answers {(int)response.StatusCode}.");
                if (response.Content.Headers.ContentType?.MediaType != "text/html" || path.StartsWith("/swagger", StringComparison.Ordinal))
                {
                    return;
                }

                var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
                foreach (var element in page.QuerySelectorAll("a[href], link[href], script[src]"))
                {
                    var target = (element.GetAttribute("href") ?? element.GetAttribute("src")!).Replace(api.Address.ToString().TrimEnd('/'), "", StringComparison.Ordinal).Split('#')[0];
                    if (target.StartsWith('/'))
                    {
                        found.Add(target);
                    }
                }
            });
            wave = [.. found.Distinct().Where(known.Add)];
        }

        Assert.True(known.Count > 1000, $"Only {known.Count} addresses were found.");
    }
}
