using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Customers;

/// <summary>The journal's contract for customers: each event a short versioned manifest and a Protobuf message that is only ever extended.</summary>
internal sealed class CustomerEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of every row ever written.</summary>
    public const int Id = 7_218_002;

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        CustomerEvent.ChangeRequested => "change-requested.v1",
        CustomerEvent.Applied => "applied.v1",
        CustomerEvent.Refused => "refused.v1",
        CustomerEvent.NotSent => "not-sent.v1",
        CustomerEvent.NotApplied => "not-applied.v1",
        CustomerEvent.NeverLearnt => "never-learnt.v1",
        CustomerEvent.Resolved => "resolved.v1",
        CustomerEvent.ChallengeIssued => "challenge-issued.v1",
        CustomerEvent.ChallengeEnded => "challenge-ended.v1",
        CustomerEvent.OutcomeUnknown => "outcome-unknown.v1",
        _ => throw new ArgumentException($"{o.GetType()} is not an event of a customer: it has no place in the journal.", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => obj is CustomerEvent @event
        ? CustomerEventWire.Write(@event).ToByteArray()
        : throw new ArgumentException($"{obj.GetType()} is not an event of a customer: it has no place in the journal.", nameof(obj));

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        "change-requested.v1" => CustomerEventWire.Read(Wire.ChangeRequested.Parser.ParseFrom(bytes)),
        "applied.v1" => CustomerEventWire.Read(Wire.Applied.Parser.ParseFrom(bytes)),
        "refused.v1" => CustomerEventWire.Read(Wire.Refused.Parser.ParseFrom(bytes)),
        "not-sent.v1" => CustomerEventWire.Read(Wire.NotSent.Parser.ParseFrom(bytes)),
        "not-applied.v1" => CustomerEventWire.Read(Wire.NotApplied.Parser.ParseFrom(bytes)),
        "never-learnt.v1" => CustomerEventWire.Read(Wire.NeverLearnt.Parser.ParseFrom(bytes)),
        "resolved.v1" => CustomerEventWire.Read(Wire.Resolved.Parser.ParseFrom(bytes)),
        "challenge-issued.v1" => CustomerEventWire.Read(Wire.ChallengeIssued.Parser.ParseFrom(bytes)),
        "challenge-ended.v1" => CustomerEventWire.Read(Wire.ChallengeEnded.Parser.ParseFrom(bytes)),
        "outcome-unknown.v1" => CustomerEventWire.Read(Wire.OutcomeUnknown.Parser.ParseFrom(bytes)),
        _ => throw new ArgumentException(
            $"The journal holds an event '{manifest}' of a customer that this version does not know: it was written by a newer one. "
            + "Run that, or a newer one still.", nameof(manifest)),
    };
}
