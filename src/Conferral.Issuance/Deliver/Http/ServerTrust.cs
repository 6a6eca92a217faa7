// Whether a platform's certificate is believed, and in words why not.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// The system's judgement; where that fails for want of a known authority only, the authorities of the settings are asked.
/// A wrong name or an ended certificate is never believed.
/// Errors: <see cref="DeliveryException"/> for a file of authorities that cannot be read.
/// Spec: RFC 5280 §6.1; RFC 9525.
/// </summary>
internal sealed class ServerTrust : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities;
    private readonly ConcurrentDictionary<string, bool> _asking = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _refusals = new(StringComparer.OrdinalIgnoreCase);

    public ServerTrust(string? authoritiesPath) => _authorities = authoritiesPath is null ? [] : Read(authoritiesPath);

    /// <summary>Why the latest certificate of the host was refused; null if it was not.</summary>
    public string? WhyRefused(string host) => _refusals.GetValueOrDefault(host);

    /// <summary>Whether the host asked for a certificate of ours and was shown none.</summary>
    public bool AskedForCertificate(string host) => _asking.ContainsKey(host);

    /// <summary>For clients without a certificate: notes that one was asked for.</summary>
    public X509Certificate ShowNothing(object sender, string host, X509CertificateCollection own, X509Certificate? server, string[] acceptedIssuers)
    {
        if (server is not null) _asking[host] = true; // the first call comes before the server has said anything
        return null!;
    }

    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = (sender as SslStream)?.TargetHostName ?? "";
        var refusal = Refusal(certificate as X509Certificate2, chain, errors);
        if (refusal is null) _refusals.TryRemove(host, out _);
        else _refusals[host] = refusal;
        return refusal is null;
    }

    public void Dispose()
    {
        foreach (var authority in _authorities) authority.Dispose();
    }

    private string? Refusal(X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (certificate is null || presented is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return "it showed no certificate.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"its certificate is made out to {Names(certificate)}. Check the address.";
        if (_authorities.Count == 0) return Reason(presented, certificate);
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        foreach (var element in presented.ChainElements) own.ChainPolicy.ExtraStore.Add(element.Certificate);
        own.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return own.Build(certificate) ? null : Reason(own, certificate);
    }

    private static string Reason(X509Chain chain, X509Certificate2 certificate)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) return $"its certificate holds from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}. The platform's administrator must renew it, or this machine's clock is wrong.";
        return status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain)
            ? $"nobody trusted here stands behind its certificate (issued by {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}). If that authority is the platform's own, set http.authorities to its PEM file."
            : $"its certificate is not accepted ({status}).";
    }

    private static string Names(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names && names.EnumerateDnsNames().Take(3).ToList() is { Count: > 0 } hosts
            ? string.Join(", ", hosts)
            : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static X509Certificate2Collection Read(string path)
    {
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(path);
            if (read.Count > 0) return read;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new DeliveryException(DeliveryCode.ProfileInvalid, $"Authorities: {path} cannot be read as certificates in PEM form ({fault.Message}).", retryable: false, fault);
        }

        throw new DeliveryException(DeliveryCode.ProfileInvalid, $"Authorities: {path} holds no certificate in PEM form.", retryable: false);
    }
}
