"""没有资金的公示: a title, an allowance or an admission is laid open too, and is no money."""

import django.db.models
from django.db import migrations


class Migration(migrations.Migration):
    """没有资金的公示: zero is allowed; less is not."""

    dependencies = (("publicity", "0005_objectors_and_referrals"),)
    operations = (
        migrations.RemoveConstraint(model_name="publicaward", name="award_is_of_some_money"),
        migrations.AddConstraint(
            model_name="publicaward",
            constraint=django.db.models.CheckConstraint(
                condition=django.db.models.Q(("amount_fen__gte", 0)),
                name="award_is_of_no_negative_money",
                violation_error_message="拟资助金额不能为负",
            ),
        ),
    )
