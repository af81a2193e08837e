import type { Messages } from '../messages.ts';

export const ja: Messages = {
  viewLabel: 'LinkedIn',
  profileTab: 'プロフィール',
  activitiesTab: '採用アクティビティ',
  pluginTitle: 'LinkedIn プロフィール',

  loading: 'LinkedIn プロフィールを読み込んでいます…',
  stillLoading: 'まだ読み込んでいます。接続が遅いようです。',
  loaded: 'LinkedIn プロフィールを読み込みました。',

  matchAutomatic: '一致しています',
  matchManual: '手動でリンク済み',
  matchNone: '一致なし',
  notSynced: '未同期',
  syncedWhen: '同期: {when}',
  synced: '同期済み',
  justNow: 'たった今',
  refresh: '更新',
  refreshing: '更新しています…',

  notSyncedTitle: 'まだ LinkedIn に送信されていません',
  notSyncedText:
    'この候補者はまだ LinkedIn に送信されていません。次回の同期後（通常は数分以内）に、ここにプロフィールが表示されます。',
  checkAgain: 'もう一度確認',

  staleWhen: '最終更新: {when}。',
  unsavedLink: '候補者は LinkedIn でリンクされましたが、お使いのシステムに保存できませんでした。',
  unsavedUnlink: 'LinkedIn でリンクは解除されましたが、お使いのシステムに保存できませんでした。',

  retry: '再試行',
  retrying: '再試行しています…',
  willRetry: 'バックグラウンドで再試行を続けています。',
  copyCode: 'エラーコードをコピー',
  copied: 'コピーしました',
  showMore: 'さらに表示',

  activityCreated: 'システムに候補者が作成されました',
  activitySynced: '候補者のレコードを LinkedIn に送信しました',
  activityMatched: 'LinkedIn が候補者をメンバーと照合しました',
  activityLinked: 'LinkedIn メンバーに手動でリンクしました',
  activityUnlinked: 'LinkedIn メンバーとのリンクを解除しました',
  dateUnknown: '日付不明',
  noActivitiesTitle: 'アクティビティはまだありません',
  noActivitiesText: 'LinkedIn との同期、照合、リンクがここに順次表示されます。',

  errors: {
    setup: {
      title: 'このページは正しく設定されていません',
      text: 'このアプリケーションの管理者に、下のコードを添えてお知らせください。',
    },
    integration: {
      title: 'この LinkedIn 連携は登録されていません',
      text: 'LinkedIn 設定の統合コンテキストを確認するよう、管理者に依頼してください。',
    },
    blocked: {
      title: 'このページでは LinkedIn プロフィールを表示できません',
      text: '管理者がこのサイトをプロバイダーに登録すると、表示できるようになります。',
    },
    blockedByBrowser: {
      title: 'ブラウザーの機能がこのコンテンツをブロックしています',
      text: '広告やコンテンツのブロック機能でこのサイトを許可してから、再試行してください。',
    },
    unreachable: {
      title: 'サービスが応答していません',
      text: '通常はすぐに回復します。再試行するか、数分後にもう一度お試しください。',
    },
    offline: {
      title: 'オフラインです',
      text: 'インターネット接続を確認してください。接続が回復すると自動的に続行します。',
    },
    outdated: {
      title: 'このページは古いバージョンを使用しています',
      text: 'ページを再読み込みしてください。解決しない場合は、管理者にお知らせください。',
    },
    signedOut: {
      title: 'サインアウトしています',
      text: 'このアプリケーションに再度サインインしてから、再試行してください。',
    },
    revoked: {
      title: 'セッションが終了しました',
      text: 'サインアウトされました。このアプリケーションに再度サインインしてから、再試行してください。',
    },
    notAllowed: {
      title: 'このプロフィールへのアクセス権がありません',
      text: 'この候補者の LinkedIn データを表示する権限を、管理者に依頼してください。',
    },
    candidateUnknown: {
      title: 'この候補者は見つかりませんでした',
      text: 'レコードが新規、統合済み、または削除済みの可能性があります。候補者を確認してから再試行してください。',
    },
    busy: {
      title: 'リクエストが集中しています',
      text: 'しばらくお待ちください。自動的に再試行します。',
    },
    atsUnreachable: {
      title: 'アプリケーションがアクセス権を確認できませんでした',
      text: '再試行してください。解決しない場合は、このアプリケーションの管理者にお知らせください。',
    },
    expired: {
      title: 'アクセスの有効期限が切れました',
      text: '安全のため、アクセスは短時間で終了します。再試行すると更新されます。',
    },
    verification: {
      title: 'アクセス権を検証できませんでした',
      text: '再試行してください。解決しない場合は、下のコードを管理者に伝えてください。',
    },
    proofInvalid: {
      title: 'アクセス権の証明が無効です',
      text: 'このアプリケーションの管理者に、下のコードを添えてお知らせください。',
    },
    viewerClock: {
      title: 'お使いの端末の時計がずれています',
      text: '端末の日付と時刻を自動設定にしてから、再試行してください。',
    },
    atsClock: {
      title: 'アプリケーションのサーバーの時計がずれています',
      text: 'このアプリケーションの管理者に、下のコードを添えてお知らせください。',
    },
    serverError: {
      title: 'サービス側で問題が発生しました',
      text: 'しばらくしてから再試行してください。解決しない場合は、下のコードを管理者に伝えてください。',
    },
    requestRefused: {
      title: 'サービスがこのページの要求を処理できませんでした',
      text: 'このアプリケーションの管理者に、下のコードを添えてお知らせください。',
    },
    linkedInUnavailable: {
      title: 'LinkedIn が応答していません',
      text: 'LinkedIn で一時的な問題が発生しているようです。数分後に再試行してください。',
    },
    linkedInRefused: {
      title: 'LinkedIn が接続を拒否しました',
      text: '管理者が LinkedIn 連携とライセンスを確認する必要があります。',
    },
    integrationDisabled: {
      title: 'LinkedIn はここでは無効になっています',
      text: 'LinkedIn Recruiter の管理者がこの機能を無効にしています。管理者は Recruiter で再び有効にできます。',
    },
    linkedInScriptBlocked: {
      title: 'LinkedIn を読み込めませんでした',
      text: 'コンテンツのブロック機能や社内ネットワークが LinkedIn をブロックしている可能性があります。linkedin.com を許可してから再試行してください。',
    },
    linkedInPluginFailed: {
      title: 'LinkedIn がプロフィールを表示しませんでした',
      text: '再試行してください。解決しない場合は、プロフィールプラグインが有効かどうか管理者に確認してください。',
    },
  },
};
