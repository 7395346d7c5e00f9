import { Modal } from 'antd';
import type { StandardDocument } from './types.ts';

/** The words of a document, as they were entered. */
export function DocumentText({ document, onClose }: { document: StandardDocument; onClose: () => void }) {
  return (
    <Modal open width={760} footer={null} title={`${document.title} ${document.number}`} onCancel={onClose}>
      <div
        lang="zh-CN"
        style={{ whiteSpace: 'pre-line', lineHeight: 1.8, maxHeight: '70vh', overflowY: 'auto' }}
      >
        {document.text}
      </div>
    </Modal>
  );
}
