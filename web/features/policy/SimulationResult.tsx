import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { FileSimulation, Simulation } from './types.ts';

type Counts = Simulation['totals'];
export interface DepartmentRow extends Counts {
  key: string;
  name: string;
  /** Shows only the late cases of this department. */
  link: ReactNode;
}
export interface LateRow
  extends Pick<FileSimulation['cases'][number], 'provider' | 'received' | 'dueWas' | 'dueThen' | 'lateDays'> {
  key: string;
  name: string;
  link: ReactNode;
}

interface SimulationResultProps {
  /** The title of the text under which was counted. */
  title: string;
  head: Pick<Simulation, 'from' | 'totals' | 'limits' | 'drafts'>;
  departments: readonly DepartmentRow[];
  cases: readonly LateRow[];
  more: number;
  loading: boolean;
  empty: string;
  /** Absent while no department is chosen. */
  onAll: (() => void) | undefined;
}

/** What a simulation found: one sentence, the clauses, the departments, and the cases that would be late. */
export function SimulationResult(props: SimulationResultProps) {
  const { title, head, departments, loading } = props;
  const { t, language } = useText();
  const count = (n: number) => formatCount(n, language);
  return (
    <div className="cards" style={{ opacity: loading ? 0.6 : 1 }}>
      {head.drafts.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            `${head.drafts.join('、')}是草案：这里假设它已生效`,
            `A draft, taken as if it were in force: ${head.drafts.join(', ')}`,
          )}
        />
      )}
      <p data-test="sentence" style={{ fontSize: 16 }}>
        {t(
          `如果按《${title}》，${formatDate(head.from, language)} 以来受理的 ${count(head.totals.cases)} 件中有 ${count(head.totals.lateThen)} 件超期（按当时的规定是 ${count(head.totals.lateWas)} 件），其中 ${count(head.totals.breachThen)} 件超过法定上限。`,
          `Under ${title}, ${count(head.totals.lateThen)} of the ${count(head.totals.cases)} cases received since ${formatDate(head.from, language)} would be late (${count(head.totals.lateWas)} under the rules they had), ${count(head.totals.breachThen)} of them beyond the legal limit.`,
        )}
      </p>
      {head.limits.map(limit => (
        <div key={limit.ruleId} style={{ display: 'grid', gap: 8 }}>
          {limit.citations.map(citation => (
            <ClauseNote key={`${citation.document} ${citation.article}`} citation={citation} />
          ))}
        </div>
      ))}
      <DataTable<DepartmentRow>
        caption={t('按部门', 'By department')}
        rows={departments}
        rowKey="key"
        loading={loading}
        exportName={t('试算-按部门', 'what-if-by-department')}
        empty={<EmptyState title={props.empty} />}
        columns={[
          {
            key: 'name',
            title: t('提供部门', 'Provider'),
            text: row => row.name,
            render: (_, row) => row.link,
          },
          { key: 'cases', title: t('受理', 'Received'), align: 'right', text: row => String(row.cases) },
          {
            key: 'lateWas',
            title: t('当时超期', 'Late then'),
            align: 'right',
            text: row => String(row.lateWas),
          },
          {
            key: 'lateThen',
            title: t('试算超期', 'Late in this trial'),
            align: 'right',
            text: row => String(row.lateThen),
          },
          {
            key: 'breachThen',
            title: t('超法定上限', 'Beyond the law'),
            align: 'right',
            text: row => String(row.breachThen),
          },
        ]}
      />
      <LateCases {...props} />
    </div>
  );
}

function LateCases({ cases, more, loading, onAll }: SimulationResultProps) {
  const { t, language } = useText();
  return (
    <section>
      <h2 style={{ fontSize: 16, fontWeight: 500, marginBottom: 8 }}>
        {t('会超期的办件', 'Cases that would be late')}{' '}
        {onAll && (
          <Button type="link" size="small" onClick={onAll}>
            {t('看全部部门', 'All departments')}
          </Button>
        )}
      </h2>
      <DataTable<LateRow>
        caption={t('会超期的办件', 'Cases that would be late')}
        rows={cases}
        rowKey="key"
        total={cases.length + more}
        loading={loading}
        exportName={t('试算-会超期的办件', 'what-if-late-cases')}
        empty={<EmptyState title={t('没有办件会超期。', 'No case would be late.')} />}
        columns={[
          { key: 'no', title: t('办件', 'Case'), text: row => row.name, render: (_, row) => row.link },
          { key: 'provider', title: t('提供部门', 'Provider'), text: row => row.provider },
          {
            key: 'received',
            title: t('受理', 'Received'),
            text: row => formatDate(row.received, language),
            render: (_, row) => formatDate(row.received, language),
          },
          {
            key: 'dueWas',
            title: t('原到期', 'Due then'),
            text: row => row.dueWas ?? '',
            render: (_, row) => formatDate(row.dueWas, language),
          },
          {
            key: 'dueThen',
            title: t('试算到期', 'Due in this trial'),
            text: row => row.dueThen ?? '',
            render: (_, row) => formatDate(row.dueThen, language),
          },
          {
            key: 'lateDays',
            title: t('超期（工作日）', 'Late (working days)'),
            align: 'right',
            text: row => String(row.lateDays),
          },
        ]}
      />
      {more > 0 && (
        <p style={{ marginTop: 8 }}>
          {t(
            `只列出最早的 ${cases.length} 件，另有 ${more} 件。点部门名只看该部门。`,
            `The oldest ${cases.length} are listed, ${more} more are not. Choose a department to see its own.`,
          )}
        </p>
      )}
    </section>
  );
}
