using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Cruddur.Storage;

namespace Cruddur.Aws;

/// <summary>What AWS's tools share: the region and the credentials that the environment, a profile or the machine gives.</summary>
internal static class AwsEnvironment
{
    /// <summary>An emulator takes any.</summary>
    public const string AnyRegion = "us-east-1";

    /// <summary>For an emulator, when the environment has no others.</summary>
    public static AWSCredentials ForEmulator { get; } = new BasicAWSCredentials("local", "local");

    public static string? FindRegion() =>
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region
        : Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 } standard ? standard
        : FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;

    /// <summary>Whether the environment itself has some. Looking further asks a machine that only exists on AWS.</summary>
    public static bool HasCredentials() =>
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 };

    /// <param name="what">What they are needed for, as in "the table cruddur-messages".</param>
    /// <exception cref="StorageException">There are none; the message says how to give some.</exception>
    public static AWSCredentials FindCredentials(string what)
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"There are no AWS credentials for {what}: {exception.Message} "
                    + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or give the machine a role.",
                exception
            );
        }
    }
}
