# SPDX-License-Identifier: Apache-2.0
# What a Redmine needs before it answers API calls: its default trackers and statuses, the REST API, a user's key.

Redmine::DefaultData::Loader.load('en')
Setting.rest_api_enabled = '1'
# Else whoever has no key is answered as an anonymous visitor, not refused.
Setting.login_required = '1'

admin = User.find_by!(login: 'admin')
admin.update!(must_change_passwd: false)
Token.where(user: admin, action: 'api').delete_all
Token.create!(user: admin, action: 'api').update_column(:value, ENV.fetch('REDMINE_KEY'))
