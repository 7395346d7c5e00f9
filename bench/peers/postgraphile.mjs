/** PostGraphile over the benches' department table: `node postgraphile.mjs <database URL> <connections>`; tells its port. */
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const [connectionString, connections] = process.argv.slice(2);
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ connectionString, schemas: ['public'], poolConfig: { max: Number(connections) } }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
};
const server = createServer();
server.on('error', error => {
  throw error;
});
const served = postgraphile(preset).createServ(grafserv);
await served.addTo(server);
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
