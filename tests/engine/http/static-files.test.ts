import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type TestServer } from './http-fixture.ts';

describe('The browser application', () => {
  let folder: string;
  let server: TestServer;
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanework-dist-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Lanework</title>');
    await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'assets', 'index-abc123.js'), 'console.log(1);'.repeat(500));
    await writeFile(join(folder, '.secret'), 'secret');
    server = await startServer({ designerDist: folder });
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('gets its page for every path of its own, and asks for it anew each time', async () => {
    for (const path of ['/', '/tasks', '/records/crm.customer/1']) {
      const answer = await get(path);
      expect(answer.status, path).to.equal(200);
      expect(await answer.text()).to.include('<title>Lanework</title>');
      expect(answer.headers.get('cache-control')).to.equal('no-cache');
    }
  });

  it('keeps hashed files for ever, compressed', async () => {
    const answer = await get('/assets/index-abc123.js', { 'Accept-Encoding': 'gzip' });
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).to.equal('gzip');
    expect(answer.headers.get('content-type')).to.match(/^text\/javascript/u);
  });

  it('answers 404, not the page, where a file of an older build is gone', async () => {
    const answer = await get('/assets/index-gone.js');
    expect(answer.status).to.equal(404);
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/u);
  });

  it('serves neither hidden files nor what lies outside', async () => {
    for (const path of ['/.secret', '/..%2f..%2fetc%2fpasswd', '/assets/..%2f.secret', '/assets/%2e%2e/.secret']) {
      const text = await (await get(path)).text();
      expect(text, path).not.to.include('secret').and.not.to.include('root:');
    }
  });

  it('tells browsers to run scripts of this server alone', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("default-src 'self'")
      .and.to.include("script-src 'self';")
      .and.to.include("object-src 'none'")
      .and.to.include("frame-ancestors 'self'");
    expect(policy).not.to.include('unsafe-eval');
    expect(policy.split(';').filter((directive) => directive.includes('unsafe-inline'))).to.deep.equal([
      "style-src 'self' 'unsafe-inline'",
    ]);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('referrer-policy')).to.equal('same-origin');
    expect(headers.get('strict-transport-security')).to.equal(null);
    expect(headers.get('x-powered-by')).to.equal(null);
  });
});

describe('Without a built browser application', () => {
  it('the server says so on its pages and serves the API', async () => {
    const server = await startServer({ designerDist: join(tmpdir(), 'lanework-absent') });
    const [page, live] = [await fetch(`${server.url}/`), await fetch(`${server.url}/api/v1/health/live`)];
    await server.close();
    expect([page.status, live.status]).to.deep.equal([503, 200]);
  });
});
