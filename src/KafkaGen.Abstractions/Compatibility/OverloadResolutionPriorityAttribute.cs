#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>The compiler knows it by its name, whichever assembly declares it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
#endif
