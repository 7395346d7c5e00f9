import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { ClauseNote } from '../../../ui/ClauseNote.tsx';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Collection, Pool, RefuseBody } from '../types.ts';
import { actOn } from './actOn.ts';
import { RANKS } from './words.ts';

/** 依法不归集: only a law, a regulation or a rule lets a department refuse, and it has to name the article. */
export function RefuseDialog({
  collection,
  citation,
  onClose,
  onDone,
}: {
  collection: Pick<Collection, 'entryId' | 'entryTitle'>;
  citation: Pool['refusalCitation'];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [rank, setRank] = useState<RefuseBody['ground']['rank']>('law');
  const [title, setTitle] = useState('');
  const [article, setArticle] = useState('');
  const [reason, setReason] = useState('');
  const { send, problem, busy } = useSend();
  const whole = [title, article, reason].every(text => text.trim() !== '');
  const refuse = () =>
    send(
      () =>
        actOn(collection, 'refuse', {
          ground: { rank, title: title.trim(), article: article.trim() },
          reason: reason.trim(),
        }),
      t(
        `“${collection.entryTitle}”依法不归集，已记录依据。`,
        `“${collection.entryTitle}” is exempt from collection; the legal basis is recorded.`,
      ),
      onDone,
    );
  return (
    <Modal
      open
      width={560}
      title={t(`不归集“${collection.entryTitle}”`, `Exempt “${collection.entryTitle}” from collection`)}
      onCancel={onClose}
      onOk={() => void refuse()}
      okText={whole ? t('不归集', 'Exempt') : t('缺少依据，不能不归集', 'Legal basis required')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ danger: true, disabled: !whole || busy, 'data-test': 'refuse-confirm' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        {citation !== null && <ClauseNote citation={citation} />}
        <Form layout="vertical" requiredMark={false} component="div">
          <Form.Item
            label={t('另有规定的是哪一级', 'Rank of the legal text')}
            htmlFor="ground-rank"
            extra={t(
              '通知、办法等规范性文件不能作为依据。',
              'Notices, measures and other normative documents do not count.',
            )}
          >
            <Select
              id="ground-rank"
              value={rank}
              onChange={setRank}
              options={RANKS.map(([value, zh, en]) => ({ value, label: t(zh, en) }))}
            />
          </Form.Item>
          <Form.Item label={t('名称', 'Title')} htmlFor="ground-title">
            <Input
              id="ground-title"
              value={title}
              maxLength={200}
              onChange={event => setTitle(event.target.value)}
              placeholder={t('如：中华人民共和国统计法', 'e.g. the Statistics Law')}
              data-test="ground-title"
            />
          </Form.Item>
          <Form.Item label={t('条款', 'Article')} htmlFor="ground-article">
            <Input
              id="ground-article"
              value={article}
              maxLength={80}
              onChange={event => setArticle(event.target.value)}
              placeholder={t('如：第二十五条', 'e.g. article 25')}
              data-test="ground-article"
            />
          </Form.Item>
          <Form.Item
            label={t('为什么适用', 'Why it applies')}
            htmlFor="ground-reason"
            style={{ marginBottom: 0 }}
          >
            <Input.TextArea
              id="ground-reason"
              value={reason}
              maxLength={500}
              rows={3}
              onChange={event => setReason(event.target.value)}
              data-test="ground-reason"
            />
          </Form.Item>
        </Form>
        {problem !== null && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
