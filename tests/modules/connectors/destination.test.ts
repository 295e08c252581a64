import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { checkDestination, DestinationRefused, literalAddress, readAllowList } from '../../../modules/connectors/http/allow-list.ts';
import { isPublic, readAddress } from '../../../modules/connectors/http/address.ts';
import { send, type OutgoingRequest, type ResolveHost } from '../../../modules/connectors/http/send.ts';

/** Addresses that no diagram may reach by default, as a URL may spell them. */
const REFUSED_HOSTS = [
  '127.0.0.1',
  '127.255.255.254',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.1',
  '017700000001',
  '0',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '0xa000001',
  '012.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '3232235521',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '169.254.1.1',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '198.18.0.1',
  '192.88.99.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '１２７.０.０.１',
  '127。0。0。1',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:8.8.8.8]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::a9fe:a9fe]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2002:0808:0808::1]',
  '[2001::1]',
  '[2001:0:53aa:64c::]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fdff::1]',
  '[ff02::1]',
  '[ff0e::1]',
  '[100::1]',
  '[5f00::1]',
  '[4000::1]',
];
const PUBLIC_HOSTS = ['8.8.8.8', '1.1.1.1', '93.184.215.14', '[2606:4700:4700::1111]', '[2a00:1450:4014:80c::200e]'];
/** Names on a name server that is not ours, and what they resolve to. */
const REFUSED_NAMES: readonly (readonly [name: string, addresses: readonly string[]])[] = [
  ['localhost', ['127.0.0.1']],
  ['localhost.', ['::1']],
  ['metadata.google.internal', ['169.254.169.254']],
  ['private.example.com', ['10.1.2.3']],
  ['half.example.com', ['93.184.215.14', '192.168.1.1']],
  ['mapped.example.com', ['::ffff:127.0.0.1']],
  ['zone.example.com', ['fe80::1%eth0']],
  ['nothing.example.com', []],
  ['short.example.com', ['127.1']],
];

describe('The destination of an HTTP request of a diagram', () => {
  const everywhere = readAllowList(['*']);
  const refusalOf = (list: ReturnType<typeof readAllowList>, address: string, addresses?: readonly string[]): unknown => {
    try {
      const url = new URL(address);
      const literal = literalAddress(url);
      checkDestination(list, url, addresses ?? (literal === null ? [] : [literal]));
      return null;
    } catch (error) {
      return error;
    }
  };

  for (const host of REFUSED_HOSTS) {
    it(`is never ${host} by default`, () => {
      expect(refusalOf(everywhere, `http://${host}/`)).to.be.instanceOf(DestinationRefused);
    });
  }
  for (const [name, addresses] of REFUSED_NAMES) {
    it(`is never ${name} with the addresses ${addresses.join(', ') || '(none)'}`, () => {
      expect(refusalOf(everywhere, `http://${name}/`, addresses)).to.be.instanceOf(DestinationRefused);
    });
  }
  for (const host of PUBLIC_HOSTS) {
    it(`may be ${host}`, () => {
      expect(refusalOf(everywhere, `https://${host}/`)).to.equal(null);
    });
  }

  it('knows no address with a zone or in a shortened form, and no URL with a zone', () => {
    expect([readAddress('fe80::1%1'), readAddress('127.1'), readAddress('0177.0.0.1')]).to.deep.equal([null, null, null]);
    expect(URL.canParse('http://[fe80::1%25eth0]/')).to.equal(false);
    const address = readAddress('8.8.4.4');
    expect(address !== null && isPublic(address)).to.equal(true);
  });

  it('is by name, pattern, port and range what the list says', () => {
    const list = readAllowList(['api.example.com', '*.partner.example:8443', '10.1.0.0/16:8080', '[fd00::]/8', 'named.internal']);
    const open = ['93.184.215.14'];
    const allowed = (url: string, addresses?: readonly string[]): boolean => refusalOf(list, url, addresses) === null;
    expect(allowed('https://api.example.com/', open)).to.equal(true);
    expect(allowed('https://API.example.com./', open)).to.equal(true);
    expect(allowed('https://evil-api.example.com/', open)).to.equal(false);
    expect(allowed('https://api.example.com.evil.org/', open)).to.equal(false);
    expect(allowed('https://a.partner.example:8443/', open)).to.equal(true);
    expect(allowed('https://a.partner.example/', open)).to.equal(false);
    expect(allowed('https://partner.example:8443/', open)).to.equal(false);
    expect(allowed('http://10.1.2.3:8080/')).to.equal(true);
    expect(allowed('http://10.1.2.3/')).to.equal(false);
    expect(allowed('http://10.2.2.3:8080/')).to.equal(false);
    expect(allowed('http://anything.internal:8080/', ['10.1.2.3'])).to.equal(true);
    expect(allowed('http://[fd12::1]/')).to.equal(true);
    expect(allowed('http://named.internal/', ['10.9.9.9'])).to.equal(false);
    expect(() => readAllowList(['http://api.example.com'])).to.throw('Expected a host');
  });
});

describe('An HTTP request that is sent', () => {
  const servers: Server[] = [];
  let asked: string[] = [];
  const serve = async (listener: RequestListener): Promise<number> => {
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.headers.host} ${request.url} ${request.headers.authorization ?? '-'}`);
      listener(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port; // A TCP server that listens has one.
  };
  beforeEach(() => {
    asked = [];
  });
  after(async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });
  const request = (url: string, change: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: null,
    confidential: new Set(),
    ...change,
  });
  const options = (allow: readonly string[], resolve: ResolveHost = () => Promise.resolve(['127.0.0.1'])) => ({
    allow: readAllowList(allow),
    resolve,
    signal: AbortSignal.timeout(10_000),
  });
  const refusal = (sent: Promise<unknown>): Promise<unknown> =>
    sent.then(
      () => null,
      (error: unknown) => error,
    );

  it('connects to the address that was checked, though the name has another one by then', async () => {
    const port = await serve((_request, response) => response.end('here'));
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let looks = 0;
    const rebinding = (): Promise<readonly string[]> => Promise.resolve(answers[looks++] ?? []);
    const answer = await send(request(`http://rebinding.example:${port}/`), options([`127.0.0.0/8:${port}`], rebinding));
    expect(answer.body.toString()).to.equal('here');
    expect(looks).to.equal(1);
    expect(asked).to.deep.equal([`GET rebinding.example:${port} / -`]);
  });

  it('is refused before a connection when a name turns to a private address', async () => {
    const port = await serve((_request, response) => response.end('here'));
    expect(await refusal(send(request(`http://public.example:${port}/`), options(['*'])))).to.be.instanceOf(DestinationRefused);
    expect(asked).to.deep.equal([]);
  });

  it('checks every redirect, and follows five at most', async () => {
    const inner = await serve((_request, response) => response.end('inner'));
    const target: { location: string } = { location: `http://127.0.0.1:${inner}/` };
    const outer = await serve((_request, response) => response.writeHead(302, target).end());
    const list = [`127.0.0.1:${outer}`, 'public.example'];
    for (const location of [
      `http://127.0.0.1:${inner}/`,
      `http://public.example:${inner}/`,
      'file:///etc/passwd',
      'http://u:p@public.example/',
      'http://',
    ]) {
      target.location = location;
      expect(await refusal(send(request(`http://127.0.0.1:${outer}/`), options(list))), location).to.be.instanceOf(DestinationRefused);
    }
    target.location = '/again';
    asked = [];
    expect(await refusal(send(request(`http://127.0.0.1:${outer}/`), options(list))))
      .to.have.property('message')
      .that.contains('at most 5 redirects');
    expect(asked).to.have.lengthOf(6);
  });

  it('takes no credentials and no body to another origin', async () => {
    const second = await serve((_request, response) => response.end('second'));
    const first = await serve((_request, response) => response.writeHead(307, { location: `http://127.0.0.1:${second}/` }).end());
    const headers = { authorization: 'Bearer x', 'x-key': 'y', accept: 'text/plain' };
    const allow = options(['127.0.0.1']);
    await send(request(`http://127.0.0.1:${first}/`, { headers, confidential: new Set(['x-key']) }), allow);
    expect(asked).to.deep.equal([`GET 127.0.0.1:${first} / Bearer x`, `GET 127.0.0.1:${second} / -`]);
    const posted = send(request(`http://127.0.0.1:${first}/`, { method: 'POST', body: 'secret' }), allow);
    expect(await refusal(posted)).to.be.instanceOf(DestinationRefused);
  });

  it('reads a bounded answer and bounded headers', async () => {
    const large = await serve((_request, response) => response.end(Buffer.alloc(1_100_000, 'x')));
    expect(await refusal(send(request(`http://127.0.0.1:${large}/`), options(['127.0.0.1'])))).to.be.instanceOf(DestinationRefused);
    const wide = await serve((_request, response) => response.setHeader('x-wide', 'x'.repeat(40_000)).end());
    expect(await refusal(send(request(`http://127.0.0.1:${wide}/`), options(['127.0.0.1'])))).to.be.instanceOf(Error);
  });
});
