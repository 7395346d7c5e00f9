/** `/oauth/token` for the published OpenAPI document. */
import { Type as T } from 'typebox';

const answer = (description: string, schema: object): object => ({
  description,
  content: { 'application/json': { schema } },
});

const Denied = T.Object({ error: T.String(), error_description: T.String() });

export const describeTokens = (tag: string): Record<string, Record<string, object>> => ({
  '/oauth/token': {
    post: {
      tags: [tag],
      summary: '以客户端凭证换取令牌',
      description:
        'OAuth 2 client credentials (RFC 6749 4.4): client_id is the rid and client_secret the appSecret, by Basic or in the body.',
      'x-access': 'signed',
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: T.Object({
              grant_type: T.Literal('client_credentials'),
              client_id: T.Optional(T.String()),
              client_secret: T.Optional(T.String()),
            }),
          },
        },
      },
      responses: {
        '200': answer(
          'A token for calls, as Authorization: Bearer or as apikey',
          T.Object({
            access_token: T.String(),
            token_type: T.Literal('Bearer'),
            expires_in: T.Integer({ description: 'Seconds' }),
          }),
        ),
        '400': answer(
          'invalid_request, unauthorized_client, unsupported_grant_type or invalid_scope',
          Denied,
        ),
        '401': answer('invalid_client', Denied),
      },
    },
  },
});
