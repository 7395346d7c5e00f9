import { Alert, Breadcrumb, Button, Card, Input, theme } from 'antd';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import { recordMark } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { PartialNote } from './PartialNote.tsx';
import { RecordTable } from './RecordTable.tsx';
import type { SubjectUse } from './types.ts';

const SIZE = 20;
const LEAST_REASON = 4;

/**
 * 查询谁使用过: a person or a company, with a reason. The identifier is sent in the body and kept nowhere in the page:
 * not in the address, not in the browser's memory of forms, and it is gone from the field once asked.
 */
export function SubjectsPage() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [identifier, setIdentifier] = useState('');
  const [reason, setReason] = useState('');
  const [found, setFound] = useState<{ use: SubjectUse; asked: string } | null>(null);
  const [page, setPage] = useState(1);
  const { busy, problem, send } = useSend();
  const ready = identifier.trim() !== '' && reason.trim().length >= LEAST_REASON;
  async function ask(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    await send(async () => {
      setFound(null);
      const asked = identifier.trim().toUpperCase();
      const use = await api.post<SubjectUse>('/api/ledger/subjects', {
        identifier: identifier.trim(),
        reason: reason.trim(),
      });
      setFound({ use, asked: covered(asked) });
      setPage(1);
      setIdentifier('');
    });
  }
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/ledger">{t('存证总览', 'Ledger')}</Link> },
          { title: t('查询谁使用过', 'Who used it') },
        ]}
      />
      <PageTitle
        title={t('查询谁使用过某人或某企业的数据', 'Who used the data of a person or company')}
        name={t('查询谁使用过', 'Who used it')}
      />
      <div className="cards">
        <Card>
          <form onSubmit={event => void ask(event)} autoComplete="off" style={{ maxWidth: 640 }}>
            <div className="cards">
              <Alert
                type="warning"
                showIcon
                title={t('每次查询都记入存证', 'Every look-up is recorded')}
                description={t(
                  '记下您的岗位、时间、查询事由和查到几条，不论有没有结果；证件号码本身不写入，只写带密钥的摘要。',
                  'Your post, the time, the reason and how many were found are recorded, whatever the result. The number itself is not written, only its keyed digest.',
                )}
              />
              <label style={{ display: 'grid', gap: 4 }}>
                {t('公民身份号码或统一社会信用代码', 'Identity number or unified social credit code')}
                <Input
                  value={identifier}
                  onChange={event => setIdentifier(event.target.value)}
                  maxLength={64}
                  autoComplete="off"
                  spellCheck={false}
                  data-test="subject-identifier"
                />
              </label>
              <label style={{ display: 'grid', gap: 4 }}>
                {t('查询事由（至少 4 个字，记入存证）', 'Reason (at least 4 characters), kept in the ledger')}
                <Input
                  value={reason}
                  onChange={event => setReason(event.target.value)}
                  maxLength={200}
                  placeholder={t(
                    '如：本人申请查询，受理号 2026-118',
                    'such as: asked by the person, file 2026-118',
                  )}
                  data-test="subject-reason"
                />
              </label>
              <div>
                <Button
                  type="primary"
                  htmlType="submit"
                  loading={busy}
                  disabled={!ready}
                  data-test="subject-ask"
                >
                  {t('查询并记入存证', 'Look up, and record it')}
                </Button>
              </div>
            </div>
          </form>
        </Card>
        {problem && <RefusalNotice problem={problem} />}
        {found && (
          <Card
            title={t(
              `${found.asked}：共 ${formatCount(found.use.total, language)} 次使用`,
              `${found.asked}: used ${formatCount(found.use.total, language)} times`,
            )}
            extra={<ProofLink record={found.use.record} />}
            data-test="subject-result"
            data-total={found.use.total}
          >
            {found.use.partial && <PartialNote />}
            <RecordTable
              caption={t('谁使用过', 'Who used it')}
              rows={found.use.items.slice((page - 1) * SIZE, page * SIZE)}
              total={found.use.items.length}
              more={found.use.total > found.use.items.length}
              page={page}
              size={SIZE}
              onPage={setPage}
              loading={false}
              addressOf={row => `/ledger/records?record=${recordMark(row.log, row.number)}`}
              empty={
                <EmptyState
                  title={
                    found.use.partial
                      ? t(
                          '在您所管的范围内，保存期内没有使用过这个人或企业的数据。',
                          'Within the retention, and in what you look after, nobody used the data of this person or company.',
                        )
                      : t(
                          '保存期内没有部门通过本平台使用过这个人或企业的数据。',
                          'Within the retention nobody used the data of this person or company through this platform.',
                        )
                  }
                />
              }
            />
            <p style={{ marginTop: 12, color: token.colorTextTertiary, fontSize: 13 }}>
              {t(
                '批量交换一次含多人，按名单核对后列出；打开一条可下载它的证明。',
                'A batch of many people is listed when this one was in it. Open a record to download its proof.',
              )}
            </p>
          </Card>
        )}
      </div>
    </>
  );
}

/** Enough to know which of two look-ups this is, and no more. */
function covered(identifier: string): string {
  return identifier.length < 8
    ? '*'.repeat(identifier.length)
    : `${identifier.slice(0, 3)}****${identifier.slice(-2)}`;
}
