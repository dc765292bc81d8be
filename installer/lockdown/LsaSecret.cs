// Keeps the password of an automatic sign-in where Windows looks for it and users cannot read it.
// https://learn.microsoft.com/windows/win32/secauthn/protecting-the-automatic-logon-password

using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

public static class LsaSecret
{
    private const uint CreateSecret = 0x20;

    [StructLayout(LayoutKind.Sequential)]
    private struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public IntPtr Buffer;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ObjectAttributes
    {
        public int Length;
        public IntPtr RootDirectory;
        public IntPtr ObjectName;
        public uint Attributes;
        public IntPtr SecurityDescriptor;
        public IntPtr SecurityQualityOfService;
    }

    [DllImport("advapi32.dll")]
    private static extern uint LsaOpenPolicy(
        IntPtr system, ref ObjectAttributes attributes, uint access, out IntPtr policy);

    [DllImport("advapi32.dll")]
    private static extern uint LsaStorePrivateData(
        IntPtr policy, ref UnicodeString key, ref UnicodeString data);

    [DllImport("advapi32.dll", EntryPoint = "LsaStorePrivateData")]
    private static extern uint LsaRemovePrivateData(
        IntPtr policy, ref UnicodeString key, IntPtr nothing);

    [DllImport("advapi32.dll")]
    private static extern uint LsaClose(IntPtr policy);

    [DllImport("advapi32.dll")]
    private static extern int LsaNtStatusToWinError(uint status);

    /// Keep a secret under a name; null removes it.
    public static void Store(string name, string secret)
    {
        var attributes = new ObjectAttributes { Length = Marshal.SizeOf(typeof(ObjectAttributes)) };
        IntPtr policy;
        Check(LsaOpenPolicy(IntPtr.Zero, ref attributes, CreateSecret, out policy));
        UnicodeString key = Unicode(name);
        try
        {
            Check(secret == null
                ? LsaRemovePrivateData(policy, ref key, IntPtr.Zero)
                : StoreText(policy, ref key, secret));
        }
        finally
        {
            Marshal.FreeHGlobal(key.Buffer);
            LsaClose(policy);
        }
    }

    private static uint StoreText(IntPtr policy, ref UnicodeString key, string secret)
    {
        UnicodeString data = Unicode(secret);
        try
        {
            return LsaStorePrivateData(policy, ref key, ref data);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(data.Buffer);
        }
    }

    private static UnicodeString Unicode(string text)
    {
        var bytes = (ushort)(text.Length * 2);
        return new UnicodeString
        {
            Length = bytes,
            MaximumLength = (ushort)(bytes + 2),
            Buffer = Marshal.StringToHGlobalUni(text),
        };
    }

    private static void Check(uint status)
    {
        if (status != 0)
        {
            throw new Win32Exception(LsaNtStatusToWinError(status));
        }
    }
}
