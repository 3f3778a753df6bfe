using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Tests.Project;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>
/// Cognito for the tests: the emulator of the folder 'emulators' on a free port, one for all tests of the run, with a pool for
/// each that asks. Its code is always <see cref="Code"/>.
/// </summary>
public sealed class CognitoEmulator : IAsyncLifetime
{
    public const string Code = "1234";

    private static readonly string[] ByEmail = ["email"];

    private readonly string _folder = Directory.CreateTempSubdirectory("cruddur-cognito-").FullName;
    private readonly HttpClient _http = new();
    private Process? _process;

    public Uri Endpoint { get; private set; } = null!;

    internal UserPoolApi Api { get; private set; } = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // When the first test asks, so that without it they are skipped by name.
    private async Task StartAsync()
    {
        var program = Path.Combine(Checkout.Root, "emulators/node_modules/cognito-local/lib/bin/start.js");
        Assert.SkipUnless(
            File.Exists(program) || Environment.GetEnvironmentVariable("CI") == "true",
            $"There is no {program}; bin/test installs it."
        );
        Directory.CreateDirectory(Path.Combine(_folder, ".cognito"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, ".cognito", "config.json"),
            """{ "UserPoolDefaults": { "UsernameAttributes": [] } }"""
        );
        var port = FreePort();
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        _http.BaseAddress = Endpoint;
        Api = new UserPoolApi(_http);
        _process = Process.Start(
            new ProcessStartInfo("node", [program])
            {
                WorkingDirectory = _folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["CODE"] = Code,
                    ["HOST"] = "127.0.0.1",
                    ["PORT"] = $"{port}",
                },
            }
        )!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.False(_process.HasExited, "The emulator ended.");
            Assert.True(
                watch.Elapsed < Eventually.Patience,
                $"The emulator does not answer within {Eventually.Patience}."
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A pool of its own, with an app client.</summary>
    internal async Task<EmulatedPool> MakePoolAsync(bool isByEmail = false, params string[] callbacks)
    {
        if (_process is null)
        {
            await StartAsync();
        }
        var made = await CallAsync(
            "CreateUserPool",
            new
            {
                PoolName = "tests",
                AutoVerifiedAttributes = ByEmail,
                UsernameAttributes = isByEmail ? ByEmail : [],
            }
        );
        var id = made.GetProperty("UserPool").GetProperty("Id").GetString()!;
        var client = await CallAsync(
            "CreateUserPoolClient",
            new
            {
                UserPoolId = id,
                ClientName = "cruddur",
                CallbackURLs = callbacks,
            }
        );
        return new EmulatedPool(this, id, client.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()!);
    }

    internal async Task<JsonElement> CallAsync(string operation, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = JsonContent.Create(
                body,
                body.GetType(),
                new("application/x-amz-json-1.1"),
                new JsonSerializerOptions()
            ),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await _http.GetAsync("/health");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            await Task.Yield();
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The tests that share the emulator, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class CognitoTests : ICollectionFixture<CognitoEmulator>
{
    public const string Name = "cognito";
}

/// <summary>A pool in the emulator.</summary>
internal sealed record EmulatedPool(CognitoEmulator Emulator, string Id, string ClientId)
{
    public string[] Settings =>
        [
            "--Accounts:Provider=Cognito",
            $"--Cognito:UserPoolId={Id}",
            $"--Cognito:ClientId={ClientId}",
            $"--Cognito:Endpoint={Emulator.Endpoint}",
        ];

    /// <summary>Somebody who is in the pool and was never here.</summary>
    public async Task AddAsync(string username, string password, params (string Name, string Value)[] attributes)
    {
        await Emulator.CallAsync(
            "AdminCreateUser",
            new
            {
                UserPoolId = Id,
                Username = username,
                MessageAction = "SUPPRESS",
                UserAttributes = attributes.Select(one => new { one.Name, one.Value }),
            }
        );
        await Emulator.CallAsync(
            "AdminSetUserPassword",
            new
            {
                UserPoolId = Id,
                Username = username,
                Password = password,
                Permanent = true,
            }
        );
    }

    /// <summary>Tokens as another program of the pool's people would get them.</summary>
    public async Task<(string Access, string Id, string Refresh)> SignInAsync(string username, string password)
    {
        var answer = await Emulator.CallAsync(
            "InitiateAuth",
            new
            {
                ClientId,
                AuthFlow = "USER_PASSWORD_AUTH",
                AuthParameters = new { USERNAME = username, PASSWORD = password },
            }
        );
        var result = answer.GetProperty("AuthenticationResult");
        return (
            result.GetProperty("AccessToken").GetString()!,
            result.GetProperty("IdToken").GetString()!,
            result.GetProperty("RefreshToken").GetString()!
        );
    }

    public Task RevokeAsync(string refreshToken) =>
        Emulator.CallAsync("RevokeToken", new { ClientId, Token = refreshToken });
}
