/**
 * tap's own certificate authority: it is made on this machine, kept for the user alone, and put into
 * no store of the system. It can vouch for nothing but graph.facebook.com and this machine's and
 * private addresses (X.509 name constraints, RFC 5280, 4.2.1.10), so that a key that gets lost opens
 * nobody's bank.
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { describeFileError, Failure } from '../failure.ts';
import { GRAPH_HOST } from './guard.ts';
import { stateFolder } from './token.ts';

/** What a TLS server needs, and who vouches for it. */
export interface TapCertificate {
  /** PEM. */
  key: string;
  /** PEM: tap's own, then its authority's. */
  cert: string;
  /** The authority's certificate, which clients are to trust. */
  file: string;
}

/** Names of this machine, as its programs and its containers call it. */
const NAMES = [GRAPH_HOST, 'localhost', 'host.docker.internal'];
const LOOPBACK = ['127.0.0.1', '::1'];
/** Loopback, and addresses of private networks (RFC 1918, RFC 4193): first address and length. */
const NETWORKS: readonly (readonly [string, number])[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
];

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 730;
/** A server's certificate lasts for a run of tap; it is made anew each time. */
const SERVER_DAYS = 90;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

type Keys = webcrypto.CryptoKeyPair;

interface Authority {
  certificate: x509.X509Certificate;
  signingKey: webcrypto.CryptoKey;
  file: string;
}

x509.cryptoProvider.set(webcrypto as Crypto);

/**
 * A certificate for tap, of the authority that is kept, or of a new one where there is none or it
 * has run out.
 * @param host an address of this machine that tap listens on besides loopback
 * @throws Failure where the authority cannot be kept: nobody could trust it then
 */
export async function makeCertificate(
  environment: NodeJS.ProcessEnv,
  now: number,
  host?: string,
): Promise<TapCertificate> {
  const folder = stateFolder(environment);
  const authority = (await readAuthority(folder, now)) ?? (await makeAuthority(folder, now));
  const keys = await makeKeys();
  const addresses = [...LOOPBACK, ...(host !== undefined && isNear(host) ? [host] : [])];
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${GRAPH_HOST}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + SERVER_DAYS * DAY_MS),
    publicKey: keys.publicKey as CryptoKey,
    signingKey: authority.signingKey as CryptoKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...NAMES.map((value) => ({ type: 'dns', value }) as const),
        ...[...new Set(addresses)].map((value) => ({ type: 'ip', value }) as const),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
  return {
    key: await pemOf(keys.privateKey),
    cert: `${certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`,
    file: authority.file,
  };
}

/** The authority that is kept; undefined where there is none that holds for the life of a server's certificate. */
async function readAuthority(folder: string, now: number): Promise<Authority | undefined> {
  const { file, keyFile } = filesIn(folder);
  try {
    const certificate = new x509.X509Certificate(await readFile(file, 'utf8'));
    if (certificate.notAfter.getTime() < now + SERVER_DAYS * DAY_MS) return undefined;
    const der = x509.PemConverter.decodeFirst(await readFile(keyFile, 'utf8'));
    const signingKey = await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']);
    await chmod(keyFile, 0o600);
    return { certificate, signingKey, file };
  } catch {
    // Missing, or no certificate and key: a new one takes its place.
    return undefined;
  }
}

async function makeAuthority(folder: string, now: number): Promise<Authority> {
  const { file, keyFile } = filesIn(folder);
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Event Loupe tap (this machine only)',
    keys: keys as CryptoKeyPair,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.Extension(id_ce_nameConstraints, true, constraints()),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(keyFile, await pemOf(keys.privateKey), { mode: 0o600 });
    await chmod(keyFile, 0o600);
    await writeFile(file, `${certificate.toString('pem')}\n`);
  } catch (error) {
    throw new Failure((t) => t.cannotWrite(file, describeFileError(error, t)));
  }
  return { certificate, signingKey: keys.privateKey, file };
}

function filesIn(folder: string): { file: string; keyFile: string } {
  return { file: join(folder, 'tap-ca.pem'), keyFile: join(folder, 'tap-ca-key.pem') };
}

/** What the authority may vouch for. */
function constraints(): ArrayBuffer {
  const names = [
    ...NAMES.map((dNSName) => new GeneralName({ dNSName })),
    ...NETWORKS.map(([first, bits]) => new GeneralName({ iPAddress: `${first}/${bits}` })),
  ];
  const permittedSubtrees = new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })));
  return AsnConvert.serialize(new NameConstraints({ permittedSubtrees }));
}

/** Whether an address is one that the authority may vouch for. */
function isNear(host: string): boolean {
  const near = new BlockList();
  for (const [first, bits] of NETWORKS) near.addSubnet(first, bits, familyOf(first));
  return isIP(host) !== 0 && near.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function makeKeys(): Promise<Keys> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}
