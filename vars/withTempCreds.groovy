import awstemporal.Parameters
import awstemporal.TempCreds

/** Runs the body with a session that getTempCreds, called without a body, asked for. */
def call(Map given, Object handle, Closure body) {
    Map options = Parameters.check('withTempCreds', given)
    if (!(handle instanceof TempCreds)) error('withTempCreds: takes what getTempCreds returned, as withTempCreds(handle) { }')
    if (body == null) error('withTempCreds: needs a body, as withTempCreds(handle) { }')
    String executable = awsTemporal.locate('withTempCreds')
    return awsTemporal.within('withTempCreds', executable, handle, options.region ?: handle.region, body)
}

def call(Object handle, Closure body = null) {
    return call([:], handle, body)
}
