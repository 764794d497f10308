using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PaytureActors;

/// <summary>Makes identifiers that no other process and no other life of this one makes, and that nobody can guess.</summary>
internal sealed class IdSource
{
    /// <summary>How many bytes a seed has.</summary>
    public const int SeedLength = 16;

    private readonly byte[] _seed;
    private long _count;

    /// <param name="seed">128 bits that nobody else has; a test gives its own, to see the same identifiers again.</param>
    public IdSource(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedLength);
        _seed = seed.ToArray();
    }

    /// <summary>A source with a fresh seed.</summary>
    public static IdSource Fresh() => new(RandomNumberGenerator.GetBytes(SeedLength));

    /// <summary>A seed for what only spreads things in time.</summary>
    public int NextSeed() => int.Parse(Next().AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The next identifier: 32 hexadecimal digits.</summary>
    public string Next()
    {
        Span<byte> input = stackalloc byte[SeedLength + sizeof(long)];
        _seed.CopyTo(input);
        BinaryPrimitives.WriteInt64LittleEndian(input[SeedLength..], Interlocked.Increment(ref _count));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return Convert.ToHexStringLower(hash[..SeedLength]);
    }
}
