import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ReviewTabs } from '../catalog/ReviewTabs.tsx';
import { ClaimTable } from './ClaimTable.tsx';
import { IssueDialog } from './IssueDialog.tsx';

/** 认领下发: what duties ask for, who has claimed it, and who is to be chased. */
export function Claims() {
  const { t } = useText();
  const [issuing, setIssuing] = useState(false);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <PageTitle
        title={t('目录管理', 'Catalog')}
        actions={
          <Button type="primary" data-test="claim-issue" onClick={() => setIssuing(true)}>
            {t('下发目录', 'Issue entries')}
          </Button>
        }
      />
      <ReviewTabs current="claims" />
      <ClaimTable turn={turn} ofAll />
      {issuing && <IssueDialog onClose={() => setIssuing(false)} onDone={() => setTurn(turn + 1)} />}
    </>
  );
}
