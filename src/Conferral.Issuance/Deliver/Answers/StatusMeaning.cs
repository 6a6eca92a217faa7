// What each HTTP status means for a credential that was sent: the table behind docs/delivery.md.
namespace Conferral.Issuance.Deliver;

/// <summary>The meaning of a status that is not acceptance. Shape: <see cref="Advice"/> is a sentence, or empty where there is nothing to do.</summary>
internal sealed record StatusMeaning(VerdictKind Kind, string Code, string Advice = "", bool Final = false)
{
    private static readonly StatusMeaning Again = new(VerdictKind.TryAgain, DeliveryCode.PlatformError);
    private static readonly StatusMeaning Slower = new(VerdictKind.TryAgain, DeliveryCode.RateLimited);
    private static readonly StatusMeaning WrongAddress = new(VerdictKind.Closed, DeliveryCode.WrongAddress, "No CLR API takes credentials at this address: check baseUrl, credentialsPath and trailingSlash.");
    private static readonly StatusMeaning WrongType = new(VerdictKind.Closed, DeliveryCode.ContentTypeRefused, "The platform does not take this content type: set contentType (application/json or application/vc+ld+json).");
    private static readonly StatusMeaning Broken = new(VerdictKind.Lost, DeliveryCode.PlatformError);
    private static readonly StatusMeaning Refused = new(VerdictKind.Refused, DeliveryCode.Refused);
    private static readonly StatusMeaning Unknown = new(VerdictKind.Lost, DeliveryCode.Unreadable);

    private static readonly Dictionary<int, StatusMeaning> Named = new()
    {
        [401] = new(VerdictKind.Closed, DeliveryCode.Unauthorized, "A fresh token did not help: check that tokenUrl belongs to this platform and that its administrator enabled the client.", Final: true),
        [403] = new(VerdictKind.Closed, DeliveryCode.Forbidden, "The token does not allow storing credentials: ask for the scope …/credential.upsert and check scope."),
        [404] = WrongAddress,
        [405] = WrongAddress,
        [406] = WrongType,
        [407] = new(VerdictKind.Closed, DeliveryCode.Unreachable, "A proxy between here and the platform asks for a sign-in: allow the platform's host in it.", Final: true),
        [408] = Again,
        [409] = new(VerdictKind.Refused, DeliveryCode.Conflict, "If the platform does not replace what it holds, set upsertsById: false for it and run again: amended records are then issued under a new id."),
        [410] = WrongAddress,
        [413] = new(VerdictKind.Refused, DeliveryCode.TooLarge),
        [415] = WrongType,
        [421] = Again,
        [425] = Again,
        [429] = Slower,
        [501] = WrongAddress,
        [503] = Again,
    };

    /// <summary>Statuses by which a platform judges the document itself; with a word of "busy" they mean its limit.</summary>
    private static bool MayHideALimit(int status) => status is >= 400 and < 500 && (!Named.TryGetValue(status, out var named) || named.Kind == VerdictKind.Refused);

    /// <summary><paramref name="busy"/>: the answer asks to come back, by Retry-After or in its body.</summary>
    public static StatusMeaning Of(int status, bool busy)
        => busy && MayHideALimit(status) ? Slower
            : Named.TryGetValue(status, out var named) ? named
            : status switch
            {
                >= 500 => Broken,
                >= 400 => Refused,
                _ => Unknown,
            };
}
