/** The departments whose records a person may read. `all` takes in what no department did: the platform’s own acts. */
export type Sight = 'all' | readonly number[];

/** Whether one of the departments that a record touches is in sight. */
export const isInSight = (sight: Sight, departments: readonly (number | null)[]): boolean =>
  sight === 'all' || departments.some(id => id !== null && sight.includes(id));
