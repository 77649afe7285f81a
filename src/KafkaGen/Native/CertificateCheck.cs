using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary>
/// Says in words why a broker's certificate is refused, which OpenSSL decides: librdkafka itself points at <c>ssl.ca.location</c> also where the certificate
/// has expired or is another host's.
/// </summary>
internal static unsafe class CertificateCheck
{
    /// <summary>Where librdkafka logs what <see cref="Verify"/> says.</summary>
    internal const string LogFacility = "SSLCERTVRFY";

    /// <summary>What stands before that in the line.</summary>
    internal const string LogMark = " verification callback failed: ";

    /// <summary>Sets the callback; a librdkafka without TLS refuses it, and never needs it.</summary>
    internal static void Register(nint conf) => _ = Librdkafka.rd_kafka_conf_set_ssl_cert_verify_cb(conf, &Verify);

    // On librdkafka's thread, once for each certificate of a chain. The codes are X509_V_ERR_* of OpenSSL's x509_vfy.h.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Verify(
        nint rk, byte* brokerName, int brokerId, int* error, int depth, byte* certificate, nuint size, byte* errstr, nuint errstrSize, nint opaque)
    {
        if (*error == 0)
        {
            return 1;
        }

        ReadOnlySpan<byte> reason = *error switch
        {
            9 => "it is not valid yet (or the clock of this machine is wrong)"u8,
            10 => "it has expired"u8,
            2 or 18 or 19 or 20 or 21 => "it is not signed by an authority of ssl.ca.location"u8,
            23 => "it is revoked"u8,
            62 or 64 => "host name mismatch, it is not issued for the host that was connected to"u8,
            _ => "OpenSSL does not accept it"u8,
        };
        Span<byte> room = new(errstr, (int)errstrSize);
        reason = reason[..Math.Min(reason.Length, room.Length - 1)];
        reason.CopyTo(room);
        room[reason.Length] = 0;
        return 0;
    }
}
