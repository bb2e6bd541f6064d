// A certified OpenID Connect client (openid-client), for the house provider: one sign-in by somebody else's hands.
// Reads its settings as one line of JSON from stdin and prints {"address": …}; reads {"back": …}, the address the
// browser came back to, and prints what it believes, or {"refused": …}.
import { createInterface } from 'node:readline';

import * as client from 'openid-client';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const heard = async () => JSON.parse((await lines.next()).value);
const say = (words) => console.log(JSON.stringify(words));

const { issuer, id, secret, redirect, after, way, wishes } = await heard();
const prove = way === 'post' ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret);
const config = await client.discovery(new URL(issuer), id, undefined, prove, {
  execute: [client.allowInsecureRequests], // a loopback of the tests
});
const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const expectedNonce = client.randomNonce();
say({
  address: client.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...wishes,
  }).href,
});

const { back } = await heard();
try {
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true, maxAge: 60 };
  const tokens = await client.authorizationCodeGrant(config, new URL(back), checks);
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const leave = { id_token_hint: tokens.id_token, post_logout_redirect_uri: after };
  say({ claims, userinfo, signOut: client.buildEndSessionUrl(config, leave).href });
} catch (error) {
  say({ refused: error.error ?? error.code ?? error.name });
}
process.exit(0);
