// What one answer means for one credential.
namespace Conferral.Issuance.Deliver;

internal enum VerdictKind
{
    /// <summary>The platform has it.</summary>
    Accepted,

    /// <summary>The platform judged this credential and does not take it.</summary>
    Refused,

    /// <summary>Not carried out; the same bytes may go again.</summary>
    TryAgain,

    /// <summary>Whether it was carried out is not known.</summary>
    Lost,

    /// <summary>Stored, but not surely what was sent: a person decides.</summary>
    Doubtful,

    /// <summary>The platform takes no credential here: address, sign-in or form are wrong.</summary>
    Closed,
}

/// <summary>The meaning of an answer. Shape: <see cref="Detail"/> is a sentence without personal data; <see cref="Code"/> is null only when accepted.</summary>
internal sealed record Verdict(VerdictKind Kind, string? Code = null, string? Detail = null)
{
    public int? HttpStatus { get; init; }

    public string? ResourceUrl { get; init; }

    public string? HostId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The platform's own copy of the credential, where it is to be kept.</summary>
    public ReadOnlyMemory<byte>? HostDocument { get; init; }

    /// <summary>No further request makes sense in this run.</summary>
    public bool Final { get; init; }

    /// <summary>Another path of the same origin the platform pointed to for the same request.</summary>
    public Uri? MovedTo { get; init; }

    public static Verdict Of(DeliveryException fault) => new(
        !fault.Retryable ? VerdictKind.Closed : fault.MayHaveArrived ? VerdictKind.Lost : VerdictKind.TryAgain,
        fault.Code,
        fault.Message)
    {
        RetryAfter = fault.RetryAfter,
        Final = !fault.Retryable,
    };
}
