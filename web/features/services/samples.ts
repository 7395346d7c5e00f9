import type { CallBody } from './sign.ts';

export interface Call {
  address: string;
  sid: string;
  rid: string;
  body: CallBody;
}

/** Sample code for one call. The secret stays a placeholder: it is never written into a page. */
export function sampleOf(kind: 'curl' | 'node' | 'java', call: Call): string {
  const json = JSON.stringify(call.body);
  switch (kind) {
    case 'curl':
      return `SID='${call.sid}'
RID='${call.rid}'
RTIME=$(date +%s%3N)
SIGN=$(printf '%s' "$SID$RID$RTIME" | openssl dgst -sha256 -hmac "$APP_SECRET" -binary | base64)
curl -sS -i '${call.address}' \\
  -H 'Content-Type: application/json' \\
  -H "gjgxjhpt_rid: $RID" -H "gjgxjhpt_sid: $SID" \\
  -H "gjgxjhpt_rtime: $RTIME" -H "gjgxjhpt_sign: $SIGN" \\
  -d '${json.replaceAll("'", "'\\''")}'`;
    case 'node':
      return `import { createHmac } from 'node:crypto';

const sid = '${call.sid}';
const rid = '${call.rid}';
const rtime = String(Date.now());
const sign = createHmac('sha256', process.env.APP_SECRET).update(sid + rid + rtime).digest('base64');
const answer = await fetch('${call.address}', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    gjgxjhpt_rid: rid, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign,
  },
  body: JSON.stringify(${json}),
});
console.log(answer.status, answer.headers.get('shuqiao-record'), await answer.json());`;
    case 'java':
      return `String sid = "${call.sid}";
String rid = "${call.rid}";
String rtime = String.valueOf(System.currentTimeMillis());
Mac mac = Mac.getInstance("HmacSHA256");
mac.init(new SecretKeySpec(System.getenv("APP_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
String sign = Base64.getEncoder().encodeToString(
    mac.doFinal((sid + rid + rtime).getBytes(StandardCharsets.UTF_8)));
HttpRequest request = HttpRequest.newBuilder(URI.create("${call.address}"))
    .header("Content-Type", "application/json")
    .header("gjgxjhpt_rid", rid).header("gjgxjhpt_sid", sid)
    .header("gjgxjhpt_rtime", rtime).header("gjgxjhpt_sign", sign)
    .POST(HttpRequest.BodyPublishers.ofString(${JSON.stringify(json)}))
    .build();
HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());`;
  }
}
