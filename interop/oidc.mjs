// An authorization server nobody here wrote (oidc-provider), on loopback, for the sign-in tests.
// The first line of standard input is JSON: { clients }. Prints { issuer } when it listens; ends when standard input does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const prefix = 'https://purl.imsglobal.org/spec/clr/v2p0/scope/';
const scopes = ['credential.upsert', 'credential.readonly', 'profile.readonly', 'profile.update'].map((name) => prefix + name);

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
lines.once('line', (line) => start(JSON.parse(line)));

function start({ clients }) {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
      clients,
      scopes: ['openid', 'offline_access', ...scopes],
      clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
      enabledJWA: { clientAuthSigningAlgValues: ['EdDSA', 'ES256', 'RS256'] },
      clientDefaults: { grant_types: ['authorization_code', 'refresh_token'] },
      cookies: { keys: ['only-for-this-test'] },
      features: {
        clientCredentials: { enabled: true },
        introspection: { enabled: true, allowedPolicy: () => true },
        registration: { enabled: true },
        revocation: { enabled: true, allowedPolicy: () => true },
      },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      pkce: { required: () => true },
      rotateRefreshToken: true,
      ttl: { AccessToken: 300, ClientCredentials: 300, Grant: 3600, Interaction: 300, RefreshToken: 3600, Session: 300 },
    });
    provider.on('server_error', (_, error) => console.error(error));
    server.on('request', provider.callback());
    console.log(JSON.stringify({ issuer }));
  });
}
