import type { CallBody } from './sign.ts';

export interface Call {
  /** https://share.example.gov.cn/gateway/s_… */
  address: string;
  sid: string;
  rid: string;
  body: CallBody;
}

export const LANGUAGES = ['curl', 'node', 'java', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];
/** By which a client proves who it is: the national convention, the one with SM3 that we recommend, an OAuth 2 token. */
export const CONVENTIONS = ['national', 'sm3', 'token'] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** What a program is made of: how it gets its headers, by convention. */
interface Parts {
  address: string;
  site: string;
  path: string;
  sid: string;
  rid: string;
  json: string;
}

/** In single quotes of a shell. */
const shell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** As a literal of JavaScript, Python and Java alike: JSON's escapes are theirs too. */
const literal = (text: string): string => JSON.stringify(text);

function curl({ address, site, path, sid, rid, json }: Parts, convention: Convention): string {
  const head = `# 密钥放在环境变量 APP_SECRET 里
RID=${shell(rid)}
BODY=${shell(json)}`;
  switch (convention) {
    case 'national':
      return `${head}
SID=${shell(sid)}
RTIME=$(date +%s%3N)
SIGN=$(printf '%s' "$SID$RID$RTIME" | openssl dgst -sha256 -hmac "$APP_SECRET" -binary | base64)
curl -sS -i ${shell(address)} \\
  -H 'Content-Type: application/json' \\
  -H "gjgxjhpt_rid: $RID" -H "gjgxjhpt_sid: $SID" \\
  -H "gjgxjhpt_rtime: $RTIME" -H "gjgxjhpt_sign: $SIGN" \\
  --data-binary "$BODY"`;
    case 'sm3':
      return `${head}
TIME=$(date +%s%3N)
NONCE=$(openssl rand -hex 16)
DIGEST="sm3=$(printf '%s' "$BODY" | openssl dgst -sm3 -r | cut -d' ' -f1)"
SIGN=$(printf 'POST\\n%s\\n%s\\n%s\\n%s\\n%s' ${shell(path)} "$RID" "$TIME" "$NONCE" "$DIGEST" \\
  | openssl dgst -sm3 -hmac "$APP_SECRET" -binary | base64)
curl -sS -i ${shell(address)} \\
  -H 'Content-Type: application/json' \\
  -H "x-sq-rid: $RID" -H "x-sq-time: $TIME" -H "x-sq-nonce: $NONCE" \\
  -H "x-sq-digest: $DIGEST" -H "x-sq-sign: $SIGN" \\
  --data-binary "$BODY"`;
    case 'token':
      return `${head}
TOKEN=$(curl -sS ${shell(`${site}/oauth/token`)} -u "$RID:$APP_SECRET" -d grant_type=client_credentials \\
  | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')
curl -sS -i ${shell(address)} \\
  -H 'Content-Type: application/json' -H "Authorization: Bearer $TOKEN" \\
  --data-binary "$BODY"`;
  }
}

function node({ address, site, path, sid, rid, json }: Parts, convention: Convention): string {
  const head = `const rid = ${literal(rid)};
const secret = process.env.APP_SECRET;
const body = ${literal(json)};`;
  const tail = `const answer = await fetch(${literal(address)}, { method: 'POST', headers, body });
console.log(answer.status, answer.headers.get('shuqiao-record'), await answer.json());`;
  switch (convention) {
    case 'national':
      return `import { createHmac } from 'node:crypto';

${head}
const sid = ${literal(sid)};
const rtime = String(Date.now());
const sign = createHmac('sha256', secret).update(sid + rid + rtime).digest('base64');
const headers = {
  'content-type': 'application/json',
  gjgxjhpt_rid: rid, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign,
};
${tail}`;
    case 'sm3':
      return `import { createHash, createHmac, randomBytes } from 'node:crypto';

${head}
const time = String(Date.now());
const nonce = randomBytes(16).toString('hex');
const digest = 'sm3=' + createHash('sm3').update(body).digest('hex');
const text = ['POST', ${literal(path)}, rid, time, nonce, digest].join('\\n');
const sign = createHmac('sm3', secret).update(text).digest('base64');
const headers = {
  'content-type': 'application/json',
  'x-sq-rid': rid, 'x-sq-time': time, 'x-sq-nonce': nonce, 'x-sq-digest': digest, 'x-sq-sign': sign,
};
${tail}`;
    case 'token':
      return `${head}
const asked = await fetch(${literal(`${site}/oauth/token`)}, {
  method: 'POST',
  headers: { authorization: 'Basic ' + btoa(rid + ':' + secret) },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
});
const { access_token: token } = await asked.json();
const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + token };
${tail}`;
  }
}

function python({ address, site, path, sid, rid, json }: Parts, convention: Convention): string {
  const head = `rid = ${literal(rid)}
secret = os.environ["APP_SECRET"]
body = ${literal(json)}.encode()`;
  const tail = `request = urllib.request.Request(${literal(address)}, data=body, headers=headers)
try:
    answer = urllib.request.urlopen(request)
except urllib.error.HTTPError as refused:
    answer = refused
print(answer.status, answer.headers["shuqiao-record"], json.load(answer))`;
  switch (convention) {
    case 'national':
      return `import base64, hashlib, hmac, json, os, time, urllib.error, urllib.request

${head}
sid = ${literal(sid)}
rtime = str(int(time.time() * 1000))
sign = base64.b64encode(hmac.new(secret.encode(), (sid + rid + rtime).encode(), hashlib.sha256).digest())
headers = {
    "Content-Type": "application/json",
    "gjgxjhpt_rid": rid, "gjgxjhpt_sid": sid, "gjgxjhpt_rtime": rtime, "gjgxjhpt_sign": sign.decode(),
}
${tail}`;
    case 'sm3':
      return `import base64, hashlib, hmac, json, os, secrets, time, urllib.error, urllib.request

${head}
now = str(int(time.time() * 1000))
nonce = secrets.token_hex(16)
digest = "sm3=" + hashlib.new("sm3", body).hexdigest()
text = "\\n".join(["POST", ${literal(path)}, rid, now, nonce, digest])
sign = base64.b64encode(hmac.new(secret.encode(), text.encode(), "sm3").digest())
headers = {
    "Content-Type": "application/json",
    "x-sq-rid": rid, "x-sq-time": now, "x-sq-nonce": nonce, "x-sq-digest": digest, "x-sq-sign": sign.decode(),
}
${tail}`;
    case 'token':
      return `import base64, json, os, urllib.error, urllib.request

${head}
basic = base64.b64encode((rid + ":" + secret).encode()).decode()
asked = urllib.request.Request(${literal(`${site}/oauth/token`)}, data=b"grant_type=client_credentials",
                               headers={"Authorization": "Basic " + basic})
token = json.load(urllib.request.urlopen(asked))["access_token"]
headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
${tail}`;
  }
}

const JAVA_SEND = (address: string, headers: readonly (readonly [string, string])[]): string =>
  `    HttpRequest request = HttpRequest.newBuilder(URI.create(${literal(address)}))
        .header("Content-Type", "application/json")
${headers.map(([name, value]) => `        .header("${name}", ${value})`).join('\n')}
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " "
        + answer.headers().firstValue("shuqiao-record").orElse("-") + " " + answer.body());`;

function java({ address, site, path, sid, rid, json }: Parts, convention: Convention): string {
  const open = (more: string): string => `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
${more}
public class Call {
  public static void main(String[] args) throws Exception {
    String rid = ${literal(rid)};
    byte[] secret = System.getenv("APP_SECRET").getBytes(StandardCharsets.UTF_8);
    String body = ${literal(json)};`;
  const close = `
  }
}`;
  switch (convention) {
    case 'national':
      return `${open('import javax.crypto.Mac;\nimport javax.crypto.spec.SecretKeySpec;\n')}
    String sid = ${literal(sid)};
    String rtime = String.valueOf(System.currentTimeMillis());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    String sign = Base64.getEncoder().encodeToString(
        mac.doFinal((sid + rid + rtime).getBytes(StandardCharsets.UTF_8)));
${JAVA_SEND(address, [
  ['gjgxjhpt_rid', 'rid'],
  ['gjgxjhpt_sid', 'sid'],
  ['gjgxjhpt_rtime', 'rtime'],
  ['gjgxjhpt_sign', 'sign'],
])}${close}`;
    case 'sm3':
      return `// SM3 由 Bouncy Castle 等密码库提供：Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
${open('import java.security.MessageDigest;\nimport java.util.HexFormat;\nimport java.util.UUID;\nimport javax.crypto.Mac;\nimport javax.crypto.spec.SecretKeySpec;\n')}
    String time = String.valueOf(System.currentTimeMillis());
    String nonce = UUID.randomUUID().toString();
    String digest = "sm3=" + HexFormat.of().formatHex(
        MessageDigest.getInstance("SM3").digest(body.getBytes(StandardCharsets.UTF_8)));
    String text = String.join("\\n", "POST", ${literal(path)}, rid, time, nonce, digest);
    Mac mac = Mac.getInstance("HmacSM3");
    mac.init(new SecretKeySpec(secret, "HmacSM3"));
    String sign = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
${JAVA_SEND(address, [
  ['x-sq-rid', 'rid'],
  ['x-sq-time', 'time'],
  ['x-sq-nonce', 'nonce'],
  ['x-sq-digest', 'digest'],
  ['x-sq-sign', 'sign'],
])}${close}`;
    case 'token':
      return `${open('')}
    String basic = Base64.getEncoder().encodeToString(
        (rid + ":" + new String(secret, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    HttpRequest asked = HttpRequest.newBuilder(URI.create(${literal(`${site}/oauth/token`)}))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
        .build();
    String given = HttpClient.newHttpClient().send(asked, HttpResponse.BodyHandlers.ofString()).body();
    String token = given.replaceAll("(?s).*\\"access_token\\"\\\\s*:\\\\s*\\"([^\\"]+)\\".*", "$1");
${JAVA_SEND(address, [['Authorization', '"Bearer " + token']])}${close}`;
  }
}

const WRITERS = { curl, node, python, java } as const;

/** A whole program for one call, as it is run. The secret stays outside: it is never written into a page. */
export function sampleOf(language: Language, convention: Convention, call: Call): string {
  const { origin, pathname } = new URL(call.address);
  const { address, sid, rid } = call;
  const parts = { address, site: origin, path: pathname, sid, rid, json: JSON.stringify(call.body) };
  return WRITERS[language](parts, convention);
}
