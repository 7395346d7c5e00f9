import { Button, Card, Space } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';

/** Nothing fits: who may register a need does so with the same words; everybody can begin again. */
export function NothingFound({ q, onClear }: { q: string; onClear: () => void }) {
  const { t } = useText();
  const { can } = useSession();
  const again = <Button onClick={onClear}>{t('看全部目录', 'See all entries')}</Button>;
  if (q === '')
    return (
      <Card>
        <EmptyState title={t('没有符合这些条件的目录。', 'No entry fits these filters.')} action={again} />
      </Card>
    );
  return (
    <Card>
      <EmptyState
        title={t(
          `没有找到“${q}”。可能还没有部门编目，也可以换个说法再找。`,
          `Nothing found for “${q}”. Perhaps no department has listed it yet; try other words.`,
        )}
        action={
          <Space wrap>
            {can('sharing.apply') && (
              <Link to={`/demands/new?q=${encodeURIComponent(q)}`}>
                <Button type="primary" data-test="register-need">
                  {t('登记需求', 'Register a need')}
                </Button>
              </Link>
            )}
            {again}
          </Space>
        }
      />
    </Card>
  );
}
