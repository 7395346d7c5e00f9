/** One clear sentence each; the words for people are the control plane's. */
export type ConnectionCode =
  | 'not_allowed'
  | 'unreachable'
  | 'wrong_password'
  | 'no_database'
  | 'no_permission'
  | 'no_table'
  | 'lost_column'
  | 'changed_type'
  | 'unsupported_type'
  | 'bad_value'
  | 'timeout'
  | 'connection_lost'
  | 'busy'
  | 'superseded'
  | 'run_elsewhere'
  | 'columns_changed'
  | 'double_keys'
  | 'null_keys'
  | 'drift'
  | 'too_many_wrong'
  | 'file_changed'
  | 'bad_file'
  | 'folder_closed'
  | 'no_folder'
  | 'no_queries'
  | 'source_moving'
  | 'disk_full'
  | 'name_taken'
  | 'failed';

/** A database outside did not do what was asked, for a reason that a person there can act on. */
export class ConnectionProblem extends Error {
  readonly code: ConnectionCode;
  /** What the sentence needs: host, database, table, column, type, and what the database itself said. */
  readonly facts: Record<string, string>;

  constructor(code: ConnectionCode, facts: Record<string, string>, options?: ErrorOptions) {
    super(
      `${code}: ${Object.entries(facts)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
      options,
    );
    this.name = 'ConnectionProblem';
    this.code = code;
    this.facts = facts;
  }
}
