using System.Text;
using System.Text.Json.Nodes;

namespace SmtpCodeApi.Fuzz;

/// <summary>
/// Makes inputs out of real ones: pieces of the corpus, turned over, cut, joined, repeated and peppered with what parsers trip over, and some that are nothing but
/// noise. An input depends on the seed and its number alone, so that one that fails can be made again by itself.
/// </summary>
internal sealed class InputMaker
{
    // Most inputs are about as long as real ones, since a long one costs as much as many short ones.
    private const int UsualLength = 1024;
    private const int GreatestLength = 256 * 1024;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "550", "550-", "550 ", "5.1.1", "#5.1.1", "5.7.999", "X.7.8", "x", "999", "5..1", "0", "00", "-", "--b", "--b--", "\r\n", "\n", "\r", "\r\n ", "\t", " ", ":", ";", "=", "\"", "\\", "<", ">", "(", ")", "@",
            "user unknown", "mailbox full", "try again later", "spamhaus", "dmarc", "=?utf-8?B?w6Q=?=", "=?utf-7?Q?+AGE-?=", "Content-Type: ", "multipart/report; boundary=b", "message/delivery-status", "message/rfc822",
            "Content-Transfer-Encoding: base64", "charset=utf-16", "charset=\"x\"", "Final-Recipient: rfc822; a@example.org", "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550", "Reporting-MTA: dns; x",
            "&", "%", "%ff", "+", "<br>", "&#x;", "&amp;", "\u00e4", "\u4e2d", "\U0001F600", "\u202e", "\u0000", "\u0085", "\u2028", "e\u0301",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xfe, 0xff],
    ];

    private readonly ulong _seed;
    private readonly byte[][] _replies;
    private readonly byte[][] _messages;
    private readonly byte[] _buffer = new byte[GreatestLength];
    private ulong _state;
    private int _length;

    public InputMaker(ulong seed, string corpus)
    {
        _seed = seed;
        _replies =
        [
            .. Directory.EnumerateFiles(corpus, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Where(line => line.Length > 0)
                .Select(line => Encoding.UTF8.GetBytes((string)JsonNode.Parse(line)!["text"]!)),
        ];
        _messages = [.. _replies.Select(Report)];
    }

    /// <summary>A bounce message about one reply.</summary>
    private static byte[] Report(byte[] reply) =>
    [
        .. "From: MAILER-DAEMON@example.net\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n<bob@example.org>: "u8,
        .. reply,
        .. "\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; bob@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; "u8,
        .. reply,
        .. "\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: hello\r\n\r\nhello\r\n--b--\r\n"u8,
    ];

    /// <summary>Begins the input with this number; what is drawn from then on belongs to it.</summary>
    public void Begin(long number) => _state = _seed * 0x9E3779B97F4A7C15 + (ulong)number;

    /// <summary>A number from 0 to below <paramref name="below"/>.</summary>
    public int Next(int below) => (int)(Next() % (ulong)below);

    /// <summary>Bytes like those of a reply; good until the next call.</summary>
    public ReadOnlySpan<byte> Reply() => Make(_replies, UsualLength);

    /// <summary>Bytes like those of a bounce message; good until the next call.</summary>
    public ReadOnlySpan<byte> Message() => Make(_messages, UsualLength);

    /// <summary>Text like that of a parameter.</summary>
    public string Word()
    {
        _length = 0;
        for (var tokens = 1 + Next(4); tokens > 0; tokens--)
        {
            Insert(_length, Next(3) == 0 ? [(byte)('0' + Next(10)), (byte)".xX5"[Next(4)]] : Tokens[Next(Tokens.Length)], 256);
        }

        return Encoding.UTF8.GetString(_buffer, 0, _length);
    }

    private ReadOnlySpan<byte> Make(byte[][] seeds, int usual)
    {
        var most = Next(2000) == 0 ? GreatestLength : usual;
        _length = 0;
        if (Next(16) == 0)
        {
            for (_length = Next(most); _length > 0 && Next(4) == 0; _length = Next(most))
            {
            }

            for (var at = 0; at < _length; at++)
            {
                _buffer[at] = (byte)Next(256);
            }
        }
        else
        {
            Insert(0, seeds[Next(seeds.Length)], most);
        }

        for (var changes = Next(8); changes > 0; changes--)
        {
            Change(seeds, most);
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Change(byte[][] seeds, int most)
    {
        var at = Next(_length + 1);
        var rest = Math.Max(1, _length - at);
        switch (Next(8))
        {
            case 0 when at < _length:
                _buffer[at] ^= (byte)(1 << Next(8));
                break;
            case 1 when at < _length:
                _buffer[at] = (byte)Next(256);
                break;
            case 2:
                Remove(at, Next(rest));
                break;
            case 3:
                Insert(at, _buffer.AsSpan(at, Math.Min(_length - at, Next(rest))).ToArray(), most);
                break;
            case 4:
                var other = seeds[Next(seeds.Length)];
                var from = Next(other.Length + 1);
                Insert(at, other.AsSpan(from, Next(other.Length - from + 1)), most);
                break;
            case 5:
                var repeated = Tokens[Next(Tokens.Length)];
                for (var times = Next(most == GreatestLength ? 4000 : 100); times > 0; times--)
                {
                    Insert(at, repeated, most);
                }

                break;
            default:
                Insert(at, Tokens[Next(Tokens.Length)], most);
                break;
        }
    }

    private void Insert(int at, ReadOnlySpan<byte> bytes, int most)
    {
        bytes = bytes[..Math.Min(bytes.Length, Math.Max(0, most - _length))];
        Array.Copy(_buffer, at, _buffer, at + bytes.Length, _length - at);
        bytes.CopyTo(_buffer.AsSpan(at));
        _length += bytes.Length;
    }

    private void Remove(int at, int count)
    {
        count = Math.Min(count, _length - at);
        Array.Copy(_buffer, at + count, _buffer, at, _length - at - count);
        _length -= count;
    }

    // SplitMix64: the numbers stay the same whatever becomes of the framework's own.
    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
