/** A mover in a process of its own, to be stopped and killed: says that it lives and works. */
import { openPool } from '#kernel/db.ts';
import { armFailpoint } from '#kernel/failpoint.ts';
import { createKeys, loadMasterKey } from '#kernel/keys.ts';
import { type Login, loginName, loginPassword } from '#kernel/logins.ts';
import { type MoverOptions, moverOver } from './moverHouse.ts';

const { CHILD_DATA = '', CHILD_DATABASE = '', CHILD_OPTIONS = '{}', CHILD_FAILPOINT } = process.env;
const database = new URL(CHILD_DATABASE).pathname.slice(1);
// The data folder itself is held by the test's process; its key is what this one needs.
const keys = createKeys(
  loadMasterKey({ value: undefined, file: undefined, dataFolder: CHILD_DATA, mayCreate: true }),
);
const urlFor = (login: Login) => ({
  connectionString: CHILD_DATABASE,
  user: loginName(database, login),
  password: loginPassword(keys, database, login),
});
armFailpoint(CHILD_FAILPOINT);
const mover = openPool({ ...urlFor('mover'), name: 'mover', max: 6, readOnly: false });
moverOver({ pools: { mover }, keys, urlFor }, JSON.parse(CHILD_OPTIONS) as MoverOptions);
process.stdout.write('moving\n');
