using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Proof.BlackBox;

namespace Cruddur.EndToEnd.Support;

/// <summary>A user pool in an emulator of Cognito of its own, in its own process.</summary>
internal sealed class CognitoPool : IAsyncDisposable
{
    /// <summary>Sends nothing: every code is this.</summary>
    public const string Code = "1234";

    private static readonly string Program = Path.Combine(
        Checkout.Root,
        "emulators/node_modules/cognito-local/lib/bin/start.js"
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cruddur-cognito-");
    private readonly int _port = LocalPort.Free();
    private ChildProcess? _emulator;

    /// <summary>What a server needs to know, named as environment variables are.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    public static async Task<CognitoPool> StartAsync()
    {
        Assert.SkipUnless(
            File.Exists(Program) || Environment.GetEnvironmentVariable("CI") == "true",
            $"There is no {Program}; bin/test installs it."
        );
        var pool = new CognitoPool();
        try
        {
            await pool.BeginAsync();
            return pool;
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

    private async Task BeginAsync()
    {
        var config = _folder.CreateSubdirectory(".cognito");
        await File.WriteAllTextAsync(
            Path.Combine(config.FullName, "config.json"),
            """{ "UserPoolDefaults": { "UsernameAttributes": [] } }"""
        );
        // It keeps its pools in the folder that it is started in.
        _emulator = await ChildProcess.StartAsync(
            "sh",
            ["-c", "cd \"$1\" && exec node \"$2\"", "sh", _folder.FullName, Program],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CODE"] = Code,
                ["HOST"] = "127.0.0.1",
                ["PORT"] = $"{_port}",
            },
            "running on"
        );
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        var made = await CallAsync(http, "CreateUserPool", new { PoolName = "journey" });
        var id = made.GetProperty("UserPool").GetProperty("Id").GetString()!;
        var client = await CallAsync(http, "CreateUserPoolClient", new { UserPoolId = id, ClientName = "cruddur" });
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Accounts__Provider"] = "Cognito",
            ["Cognito__UserPoolId"] = id,
            ["Cognito__ClientId"] = client.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()!,
            ["Cognito__Endpoint"] = http.BaseAddress.ToString(),
        };
    }

    private static async Task<JsonElement> CallAsync(HttpClient http, string operation, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = JsonContent.Create(
                body,
                body.GetType(),
                new("application/x-amz-json-1.1"),
                JsonSerializerOptions.Default
            ),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
