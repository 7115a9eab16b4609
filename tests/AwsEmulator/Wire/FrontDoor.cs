using System.Globalization;
using AwsEmulator.Audit;
using AwsEmulator.Faults;
using AwsEmulator.Identity;
using AwsEmulator.Secrets;
using AwsEmulator.Sts;

namespace AwsEmulator.Wire;

/// <summary>Where AWS's requests arrive: authenticated, served or spoiled, and recorded.</summary>
internal sealed class FrontDoor(
    Cloud cloud, FaultPlan faults, AuditLog audit, ReceivedRequests received, Func<TimeSpan, TimeSpan> capLife)
{
    private const int HugeBytes = 50 << 20;

    private readonly Authentication _authentication = new(cloud);
    private readonly StsService _sts = new(cloud, capLife);
    private readonly SecretsManagerService _secretsManager = new(cloud);
    private readonly Lock _oneAtATime = new();

    public async Task HandleAsync(HttpContext http)
    {
        var request = await AwsRequest.ReadAsync(http.Request);
        received.Add(request.Action);
        var planned = faults.Take(request.Service, request.Action);
        if (planned?.Fault == Fault.Reset)
        {
            Connection.Reset(http);
            return;
        }
        if (planned?.Fault == Fault.Slow)
            await Task.Delay(planned.Delay, http.RequestAborted);
        if (planned?.Fault == Fault.Redirect)
            http.Response.Headers.Location = planned.Location;

        var answer = Spoiled(request, planned) ?? Answer(request);
        var body = answer.Body;
        switch (planned?.Fault)
        {
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                break;
            case Fault.Close:
                Connection.Close(http);
                return;
            case Fault.Huge:
                body = new byte[HugeBytes];
                body.AsSpan().Fill((byte)' ');
                answer.Body.CopyTo(body, 0);
                break;
        }

        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = body.Length;
        response.Headers["x-amzn-RequestId"] = request.Id;
        response.Headers.Date = cloud.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        if (answer.ErrorCode is not null && request.Protocol is JsonProtocol)
            response.Headers["x-amzn-ErrorType"] = answer.ErrorCode;
        if (planned?.Fault == Fault.HalfBody)
        {
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
            await response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private Answer? Spoiled(AwsRequest request, PlannedFault? planned)
    {
        var protocol = request.Protocol;
        var answer = planned?.Fault switch
        {
            Fault.Throttle => protocol.Error(new AwsException("Throttling", "Rate exceeded"), request.Id),
            Fault.Fail => protocol.Error(
                new AwsException("InternalFailure", "We encountered an internal error. Please try again.", 500), request.Id),
            Fault.RegionDisabled => protocol.Error(new AwsException(
                "RegionDisabledException", "STS is not activated in this region for the requesting account. Please contact the account administrator.", 403), request.Id),
            Fault.Redirect => new Answer(302, "text/html", [], "Redirect"),
            Fault.Garbage => new Answer(200, "text/html", "<!DOCTYPE html><html><body>Please log in to this network<br></body></html>"u8.ToArray(), "Garbage"),
            _ => null,
        };
        if (answer is not null)
            Record(request, null, null, answer);
        return answer;
    }

    private Answer Answer(AwsRequest request)
    {
        lock (_oneAtATime)
        {
            Credentials? caller = null;
            Call? call = null;
            Answer answer;
            try
            {
                if (request.Action != "AssumeRoleWithWebIdentity")
                    caller = _authentication.Authenticate(request);
                call = new Call(request, caller, cloud.Time.GetUtcNow());
                answer = request.Service switch
                {
                    "sts" => _sts.Serve(call),
                    "secretsmanager" => _secretsManager.Serve(call),
                    _ => throw new AwsException("UnknownOperationException", ""),
                };
            }
            catch (AwsException e)
            {
                answer = request.Protocol.Error(e, request.Id);
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                // A member of another type than the model's, a value that is not base64.
                answer = request.Protocol.Error(new AwsException("SerializationException", e.Message), request.Id);
            }
            Record(request, caller, call, answer);
            return answer;
        }
    }

    private void Record(AwsRequest request, Credentials? caller, Call? call, Answer answer) => audit.Add(new AuditEntry(
        cloud.Time.GetUtcNow(), request.Service, request.Action, request.Region, caller?.AccessKeyId, caller?.Arn,
        call?.Issued?.SessionName ?? caller?.SessionName, call?.Issued?.SourceIdentity ?? caller?.SourceIdentity,
        call?.Resource, answer.Status, answer.ErrorCode, call?.Issued?.AccessKeyId));
}
