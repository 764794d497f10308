namespace PaytureActors.Gateway;

/// <summary>A call cannot be said on the wire, which was found before anything of it left: a bug of its caller, and proof that nothing was sent.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="cause">How that was found.</param>
public sealed class UnsayableException(string message, Exception cause) : ArgumentException(message, cause);
