import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { ApplyCart } from './ApplyCart.tsx';
import { ApplyChange } from './ApplyChange.tsx';
import { ApplyOne } from './ApplyOne.tsx';

const idIn = (text: string | null): number | undefined => {
  const id = Number(text ?? '');
  return Number.isInteger(id) && id > 0 ? id : undefined;
};

/** 申请: of one entry, of those in the cart, or of a change or renewal of a grant. */
export function Apply() {
  const { t } = useText();
  const [search] = useSearchParams();
  const grantId = idIn(search.get('grant'));
  const entryId = idIn(search.get('entry'));
  if (grantId !== undefined) {
    const renew = search.get('renew') === '1';
    return <ApplyChange key={`${grantId} ${renew}`} grantId={grantId} renew={renew} />;
  }
  if (search.get('cart') === '1') return <ApplyCart />;
  if (entryId !== undefined)
    return (
      <ApplyOne
        key={entryId}
        entryId={entryId}
        demandId={idIn(search.get('demand'))}
        linkId={idIn(search.get('link'))}
      />
    );
  return (
    <EmptyState
      title={t(
        '先在“找数据”里挑一条目录，再点“申请使用”。',
        'First choose an entry in “Find data”, then apply for it.',
      )}
      action={
        <Link to="/catalog">
          <Button type="primary">{t('找数据', 'Find data')}</Button>
        </Link>
      }
    />
  );
}
