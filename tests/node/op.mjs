// A certified OpenID Connect provider (oidc-provider) on a free loopback port, for the sign-in tests.
// Reads its host, clients and accounts as one line of JSON from stdin, prints one line {"issuer": …}, ends with stdin.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import Provider from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';

const lines = createInterface({ input: process.stdin });
const [line] = await once(lines, 'line');
lines.on('close', () => process.exit(0));
const { host, clients, accounts } = JSON.parse(line);

const keys = await Promise.all(
  [['RS256', 'rsa'], ['ES256', 'ec'], ['Ed25519', 'ed']].map(async ([alg, kid]) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), use: 'sig', kid };
  }),
);

const server = createServer();
server.listen(0, host);
await once(server, 'listening');
const issuer = `http://${host}:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks: { keys },
  claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email', 'email_verified'] },
  cookies: { keys: ['only for tests'] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA', 'Ed25519'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
});

// The interaction: one page with one form, first for the account, then for consent.
const page = (prompt) => `<!doctype html><title>${prompt}</title><link rel="icon" href="data:,">
<form method="post"><input name="account"><button>${prompt}</button></form>`;

async function consent({ session, params, prompt }) {
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  grant.addOIDCClaims(prompt.details.missingOIDCClaims ?? []);
  return { consent: { grantId: await grant.save() } };
}

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(page(details.prompt.name));
  }
  let body = '';
  for await (const part of request) body += part;
  const account = new URLSearchParams(body).get('account');
  let result = { error: 'access_denied' };
  if (details.prompt.name === 'consent') result = await consent(details);
  else if (account) result = { login: { accountId: account } };
  return provider.interactionFinished(request, response, result);
}

const protocol = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return protocol(request, response);
  return interact(request, response).catch((error) => {
    response.statusCode = 500;
    response.end(String(error.stack));
  });
});
process.stdout.write(`${JSON.stringify({ issuer })}\n`);
