/**
 * The recipes of docs/tap.md: programs as they are, with tap as their proxy and its authority trusted
 * in the way that each of them has, and nothing else changed. Where Meta's SDK cannot be installed
 * its request is made as its source makes it (facebook-python-, -php-, -ruby- and
 * -java-business-sdk). Who lacks an interpreter runs the others.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate, type TapCertificate } from '../../../../src/cli/tap/authority.ts';
import { createRing, type Ring } from '../../../../src/cli/tap/ring.ts';
import { startTapServer, type TapServer } from '../../../../src/cli/tap/server.ts';
import { en } from '../../../../src/language/en.ts';
import type { ServerEntry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';

const run = promisify(execFile);
const PIXEL = '1234567890123456';
const PATH = `/v24.0/${PIXEL}/events`;
const URL_OF_EVENTS = `https://graph.facebook.com${PATH}`;
const folder = mkdtempSync(join(tmpdir(), 'event-loupe-senders-'));
const place = (name: string) => join(folder, name);

let certificate: TapCertificate;
let ring: Ring;
let tap: TapServer;

beforeAll(async () => {
  certificate = await makeCertificate({ XDG_STATE_HOME: folder }, Date.now());
  tap = await startTapServer({
    port: 0,
    certificate,
    token: 'word',
    ring: { ...createRing('x'), add: (entry) => ring.add(entry) },
    log: () => undefined,
    warn: () => undefined,
    words: en.command,
    now: Date.now,
  });
});
afterAll(async () => {
  await tap.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  ring = createRing('run');
});

const kept = () =>
  ring.read(0, 100).lines.map((line, i) => parseSessionLine(line, i + 1) as ServerEntry);

const EVENT = {
  event_name: 'Purchase',
  event_time: Math.floor(Date.now() / 1000),
  event_id: 'sender',
  action_source: 'website',
  event_source_url: 'https://shop.test/',
  user_data: { em: ['62a1'], client_user_agent: 'Mozilla/5.0' },
  custom_data: { value: 9.99, currency: 'EUR' },
};
/** As Graph refuses it: one field is wrong. */
const REFUSED = { ...EVENT, event_time: 1 };

const NODE_SDK = `
const { ServerEvent, UserData, CustomData, EventRequest, FacebookAdsApi } = require('facebook-nodejs-business-sdk');
FacebookAdsApi.init('EAAsecret');
const given = JSON.parse(process.argv[1]);
const user = new UserData().setEmails(['ada@shop.test']).setClientUserAgent('Mozilla/5.0');
const event = new ServerEvent().setEventName('Purchase').setEventTime(given.event_time)
  .setEventId('sender').setEventSourceUrl('https://shop.test/').setActionSource('website')
  .setUserData(user).setCustomData(new CustomData().setValue(9.99).setCurrency('EUR'));
new EventRequest('EAAsecret', '${PIXEL}').setEvents([event]).execute()
  .then((answer) => console.log(JSON.stringify(answer)), (error) => console.log(JSON.stringify(error.response)));
`;

const URLLIB = `
import json, sys, urllib.request, urllib.error
body = json.dumps({'data': [json.loads(sys.argv[1])], 'access_token': 'EAAsecret'})
request = urllib.request.Request('${URL_OF_EVENTS}', body.encode(), {'Content-Type': 'application/json'})
try: print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as error: print(error.read().decode())
`;

/** session.py: a list of authorities of its own; api.py: a form, each event a JSON text in a JSON list. */
const PYTHON_SDK = `
import json, sys, requests
session = requests.Session()
session.verify = requests.certs.where()
session.params.update({'access_token': 'EAAsecret'})
data = {'data': json.dumps([sys.argv[1]])}
print(session.request('POST', '${URL_OF_EVENTS}', data=data).text)
`;

/** CurlAdapter.php: CURLOPT_CAINFO is always set, here as setCaBundlePath has set it; the events a JSON text in a form. */
const PHP_SDK = `
$handle = curl_init('${URL_OF_EVENTS}');
$form = http_build_query(['data' => json_encode([json_decode($argv[1])]), 'access_token' => 'EAAsecret']);
curl_setopt_array($handle, [CURLOPT_CAINFO => getenv('META_CA'), CURLOPT_POST => true, CURLOPT_POSTFIELDS => $form, CURLOPT_RETURNTRANSFER => true]);
echo curl_exec($handle), curl_error($handle);
`;

/** Faraday, through the proxy of the environment (session.rb); event_request.rb: a list of JSON texts. */
const RUBY_SDK = `
require 'net/http'
require 'json'
uri = URI('${URL_OF_EVENTS}')
proxy = uri.find_proxy
http = Net::HTTP.new(uri.host, uri.port, proxy.host, proxy.port)
http.use_ssl = true
puts http.post(uri.path, URI.encode_www_form('data' => [ARGV[0]].to_json, 'access_token' => 'EAAsecret')).body
`;

/** APIRequest.java: HttpsURLConnection, multipart. */
const JAVA_SDK = `
import java.net.*; import java.nio.charset.StandardCharsets;
public class Sender { public static void main(String[] given) throws Exception {
  HttpURLConnection connection = (HttpURLConnection) new URL("${URL_OF_EVENTS}").openConnection();
  connection.setRequestMethod("POST"); connection.setDoOutput(true);
  connection.setRequestProperty("Content-Type", "multipart/form-data; boundary=x");
  String part = "--x\\r\\nContent-Disposition: form-data; name=\\"data\\"\\r\\n\\r\\n[" + given[0] + "]\\r\\n--x--\\r\\n";
  connection.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
  var answer = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
  System.out.println(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
}}
`;

interface Sender {
  program: string;
  /** Says by its exit status whether it can run here. */
  asks?: string[];
  args(event: string): string[] | Promise<string[]>;
}

const curl = (event: string, ...more: string[]) => [
  ...['-s', '-H', 'Content-Type: application/json', ...more],
  ...['-d', `{"data":[${event}],"access_token":"EAAsecret"}`, URL_OF_EVENTS],
];

const SENDERS: Record<string, Sender> = {
  'Meta’s Business SDK for Node': {
    program: process.execPath,
    args: (event) => ['-e', NODE_SDK, event],
  },
  curl: { program: 'curl', args: (event) => curl(event, '--cacert', certificate.file) },
  'Python’s urllib': { program: 'python3', args: (event) => ['-c', URLLIB, event] },
  'requests, as the Python SDK uses it': {
    program: 'python3',
    asks: ['-c', 'import requests'],
    args: (event) => ['-c', PYTHON_SDK, event],
  },
  'curl of PHP, as the PHP SDK uses it': {
    program: 'php',
    asks: ['-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
    args: (event) => ['-r', PHP_SDK, event],
  },
  'Ruby, as the Ruby SDK uses it': { program: 'ruby', args: (event) => ['-e', RUBY_SDK, event] },
  'Java, as the Java SDK uses it': {
    program: 'java',
    asks: ['--list-modules'],
    async args(event) {
      writeFileSync(place('Sender.java'), JAVA_SDK);
      const store = ['-keystore', place('tap.p12'), '-storepass', 'changeit'];
      const trust = ['-importcert', '-noprompt', '-alias', 'tap', '-file', certificate.file];
      if (!existsSync(place('tap.p12'))) await run('keytool', [...trust, ...store]);
      return [
        '-XX:TieredStopAtLevel=1',
        '-Dhttps.proxyHost=127.0.0.1',
        `-Dhttps.proxyPort=${tap.port}`,
        `-Djavax.net.ssl.trustStore=${place('tap.p12')}`,
        '-Djavax.net.ssl.trustStorePassword=changeit',
        place('Sender.java'),
        event,
      ];
    },
  },
};

/** Whether a sender can run here. Java without its compiler runs no source. */
function canRun({ program, asks = ['--version'] }: Sender): boolean {
  const asked = spawnSync(program, asks, { encoding: 'utf8' });
  return asked.status === 0 && (program !== 'java' || asked.stdout.includes('jdk.compiler@'));
}

async function send(sender: Sender, event: object): Promise<string> {
  const proxy = `http://127.0.0.1:${tap.port}`;
  const { stdout } = await run(sender.program, await sender.args(JSON.stringify(event)), {
    cwd: resolve(import.meta.dirname, '../../../..'),
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      NODE_EXTRA_CA_CERTS: certificate.file,
      SSL_CERT_FILE: certificate.file,
      REQUESTS_CA_BUNDLE: certificate.file,
      META_CA: certificate.file,
    },
  });
  return stdout;
}

describe('a sender whose environment leads to tap', () => {
  it.each(Object.entries(SENDERS).filter(([, sender]) => canRun(sender)))(
    '%s',
    async (_, sender) => {
      expect(await send(sender, EVENT)).toMatch(/"?_?events_received"?:\s*1/);
      expect(kept()).toMatchObject([{ event: { event_id: 'sender' }, answer: { status: 200 } }]);
      // Refused as the Graph API does it, in the SDK's own words where it has some.
      expect(await send(sender, REFUSED)).toMatch(/Invalid parameter|Invalid event/);
      expect(kept()[1]).toMatchObject({ answer: { status: 400 } });
      expect(JSON.stringify(kept())).not.toContain('EAAsecret');
    },
  );
});

/** curl's way to do for one call what a line in the hosts file, or Docker's --add-host, does for all. */
it.runIf(canRun({ program: 'curl', args: () => [] }))(
  'a container whose name for Meta’s host leads to tap',
  async () => {
    const body = { data: [EVENT], partner_agent: 'stape-gtmss-2.1.1' };
    const { stdout } = await run('curl', [
      ...['-s', '--cacert', certificate.file, '-H', 'Content-Type: application/json'],
      ...['--connect-to', `graph.facebook.com:443:127.0.0.1:${tap.port}`],
      ...['-d', JSON.stringify(body), `${URL_OF_EVENTS}?access_token=EAAsecret`],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ events_received: 1 });
    expect(kept()).toMatchObject([{ pixelId: PIXEL, event: { event_id: 'sender' } }]);
  },
);
