using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;

namespace PaytureActors.Orders;

/// <summary>The journal's contract: each event a short versioned manifest and a Protobuf message that is only ever extended.</summary>
internal sealed class OrderEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of every row ever written.</summary>
    public const int Id = 7_218_001;

    /// <summary>Null: what tells of a person is written as it is, and nothing that was sealed can be read.</summary>
    private readonly PersonalDataCipher? _cipher = system.Settings.Setup.Get<PersonalDataSetup>() is { HasValue: true, Value: var setup }
        ? setup.Cipher
        : null;

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        OrderEvent.RefundAccepted => "refund-accepted.v1",
        OrderEvent.AdoptionAccepted => "adoption-accepted.v1",
        OrderEvent.AttemptRequested => "attempt-requested.v1",
        OrderEvent.Approved => "approved.v1",
        OrderEvent.Declined => "declined.v1",
        OrderEvent.NotApplied => "not-applied.v1",
        OrderEvent.NotSent => "not-sent.v1",
        OrderEvent.RefusedForNow => "refused-for-now.v1",
        OrderEvent.Expired => "expired.v1",
        OrderEvent.Overtaken => "overtaken.v1",
        OrderEvent.ChallengeIssued => "challenge-issued.v1",
        OrderEvent.Adopted => "adopted.v1",
        OrderEvent.Resolved => "resolved.v1",
        OrderEvent.OutcomeUnknown => "outcome-unknown.v1",
        OrderEvent.RefusedByState => "refused-by-state.v1",
        OrderEvent.PendingSeen => "pending-seen.v1",
        OrderEvent.AttentionRaised => "attention-raised.v1",
        OrderEvent.ChallengeSeen => "challenge-seen.v1",
        OrderEvent.ChallengePassed => "challenge-passed.v1",
        OrderEvent.ChallengeFailed => "challenge-failed.v1",
        OrderEvent.ChallengeExpired => "challenge-expired.v1",
        OrderEvent.LooksOrdered => "looks-ordered.v1",
        OrderEvent.Looked => "looked.v1",
        OrderEvent.LateEffectFound => "late-effect-found.v1",
        OrderEvent.DriftFound => "drift-found.v1",
        _ => throw new ArgumentException($"{o.GetType()} is not an event of an order: it has no place in the journal.", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => obj is OrderEvent @event
        ? OrderEventWire.Write(@event, _cipher).ToByteArray()
        : throw new ArgumentException($"{obj.GetType()} is not an event of an order: it has no place in the journal.", nameof(obj));

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        "refund-accepted.v1" => OrderEventWire.Read(Wire.RefundAccepted.Parser.ParseFrom(bytes), _cipher),
        "adoption-accepted.v1" => OrderEventWire.Read(Wire.AdoptionAccepted.Parser.ParseFrom(bytes)),
        "attempt-requested.v1" => OrderEventWire.Read(Wire.AttemptRequested.Parser.ParseFrom(bytes), _cipher),
        "approved.v1" => OrderEventWire.Read(Wire.Approved.Parser.ParseFrom(bytes)),
        "declined.v1" => OrderEventWire.Read(Wire.Declined.Parser.ParseFrom(bytes)),
        "not-applied.v1" => OrderEventWire.Read(Wire.NotApplied.Parser.ParseFrom(bytes)),
        "not-sent.v1" => OrderEventWire.Read(Wire.NotSent.Parser.ParseFrom(bytes)),
        "refused-for-now.v1" => OrderEventWire.Read(Wire.RefusedForNow.Parser.ParseFrom(bytes)),
        "expired.v1" => OrderEventWire.Read(Wire.Expired.Parser.ParseFrom(bytes)),
        "overtaken.v1" => OrderEventWire.Read(Wire.Overtaken.Parser.ParseFrom(bytes)),
        "challenge-issued.v1" => OrderEventWire.Read(Wire.ChallengeIssued.Parser.ParseFrom(bytes), _cipher),
        "adopted.v1" => OrderEventWire.Read(Wire.Adopted.Parser.ParseFrom(bytes)),
        "resolved.v1" => OrderEventWire.Read(Wire.Resolved.Parser.ParseFrom(bytes)),
        "outcome-unknown.v1" => OrderEventWire.Read(Wire.OutcomeUnknown.Parser.ParseFrom(bytes)),
        "refused-by-state.v1" => OrderEventWire.Read(Wire.RefusedByState.Parser.ParseFrom(bytes)),
        "pending-seen.v1" => OrderEventWire.Read(Wire.PendingSeen.Parser.ParseFrom(bytes)),
        "attention-raised.v1" => OrderEventWire.Read(Wire.AttentionRaised.Parser.ParseFrom(bytes)),
        "challenge-seen.v1" => OrderEventWire.Read(Wire.ChallengeSeen.Parser.ParseFrom(bytes)),
        "challenge-passed.v1" => OrderEventWire.Read(Wire.ChallengePassed.Parser.ParseFrom(bytes)),
        "challenge-failed.v1" => OrderEventWire.Read(Wire.ChallengeFailed.Parser.ParseFrom(bytes)),
        "challenge-expired.v1" => OrderEventWire.Read(Wire.ChallengeExpired.Parser.ParseFrom(bytes)),
        "looks-ordered.v1" => OrderEventWire.Read(Wire.LooksOrdered.Parser.ParseFrom(bytes)),
        "looked.v1" => OrderEventWire.Read(Wire.Looked.Parser.ParseFrom(bytes)),
        "late-effect-found.v1" => OrderEventWire.Read(Wire.LateEffectFound.Parser.ParseFrom(bytes)),
        "drift-found.v1" => OrderEventWire.Read(Wire.DriftFound.Parser.ParseFrom(bytes)),
        _ => throw new ArgumentException(
            $"The journal holds an event '{manifest}' that this version does not know: it was written by a newer one. Run that, or a newer one still.",
            nameof(manifest)),
    };
}
