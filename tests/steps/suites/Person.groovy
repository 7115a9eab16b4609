package suites

/** Somebody with a user of IAM: an access key and an MFA device. */
class Person {

    final String name
    final String accessKeyId
    final String secretAccessKey
    final String device
    private final Emulator emulator

    Person(Map user, Emulator emulator) {
        name = user.name
        accessKeyId = user.accessKeys[0].accessKeyId
        secretAccessKey = user.accessKeys[0].secretAccessKey
        device = user.mfaDevices[0].serialNumber
        this.emulator = emulator
    }

    /** A code that the device shows, or has just shown, or is about to, and that was not used yet. */
    String code() { emulator.ask('/totp', [user: name]).freshCode }

    /** A code that the device shows at no time near. */
    String wrongCode() { code().toInteger().with { String.format('%06d', (it + 1) % 1000000) } }

    /** A session as `aws sts get-session-token` prints it. */
    String session(int life = 900, boolean mfa = false) { emulator.post('/session', [user: name, life: life, mfa: mfa]) }
}
