package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import java.util.concurrent.ConcurrentHashMap

/**
 * What the blocks of one build share: which MFA codes were sent, the session that one of them was spent on, and which
 * executables were checked. Jenkins compiles a library anew for every build, so this lives in the controller's memory as
 * long as the build runs, is never on a disk, and is gone after a restart: then a code is asked for again. The build's
 * tag makes sure of the first.
 */
@SuppressWarnings('ClassNotSerializable') // so that it never gets to a disk
class BuildMemory {

    private static final Map<String, BuildMemory> BUILDS = new ConcurrentHashMap<>()

    private final Map<String, TempCreds> sessions = [:]
    private final Map<String, Long> ends = [:]
    private final Map<String, List<MfaCode>> sent = [:]
    private final Set<String> asking = []
    private final Map<String, String> checked = [:]
    private String picked

    @NonCPS
    @SuppressWarnings('ParameterOrReturnTypeNotSerializable')
    private static BuildMemory of(String build) { BUILDS.computeIfAbsent(build ?: '', { new BuildMemory() }) }

    /** The session that a code was spent on, if it lives for another minute. */
    @NonCPS
    static TempCreds session(String build, String device) {
        BuildMemory memory = of(build)
        synchronized (memory) {
            return (memory.ends[device] ?: 0L) > System.currentTimeMillis() + 60000 ? memory.sessions[device] : null
        }
    }

    @NonCPS
    static void keep(String build, String device, TempCreds session, long secondsLeft) {
        BuildMemory memory = of(build)
        synchronized (memory) {
            memory.sessions[device] = session
            memory.ends[device] = System.currentTimeMillis() + secondsLeft * 1000
        }
    }

    /** Whether this block is to ask for a code; not while a parallel one does, whose answer may be enough for both. */
    @NonCPS
    static boolean mayAsk(String build, String device) {
        BuildMemory memory = of(build)
        synchronized (memory) { return memory.asking.add(device) }
    }

    @NonCPS
    static void hasAsked(String build, String device) {
        BuildMemory memory = of(build)
        synchronized (memory) { memory.asking.remove(device) }
    }

    /** Takes note of a code that is about to be sent; false if it was sent before. */
    @NonCPS
    static boolean isFirst(String build, String device, MfaCode code) {
        BuildMemory memory = of(build)
        synchronized (memory) {
            List<MfaCode> sent = memory.sent.get(device, [])
            for (MfaCode before : sent) if (before.isSameAs(code)) return false
            sent.add(code)
            return true
        }
    }

    /** The id of the credential that the submitter picked, which the next block does not ask for again. */
    @NonCPS
    static String picked(String build) { of(build).picked }

    @NonCPS
    static void pick(String build, String id) { of(build).picked = id }

    /** By what the executable of a node is told from any other, once it was checked; empty before. */
    @NonCPS
    static String checked(String build, String node) {
        BuildMemory memory = of(build)
        synchronized (memory) { return memory.checked[node] ?: '' }
    }

    @NonCPS
    static void check(String build, String node, String identity) {
        BuildMemory memory = of(build)
        synchronized (memory) { memory.checked[node] = identity }
    }

    /** As at the start of a build. */
    @NonCPS
    static void clear() { BUILDS.clear() }
}
