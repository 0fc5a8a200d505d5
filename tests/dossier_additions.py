"""What entered the base since the dossiers, each by name, so that nothing else can slip in or get lost."""

CONDITIONS = frozenset(
    (
        "abdominal_wall_strain",
        "ankle_joint_impingement",
        "ankle_or_midfoot_fracture",
        "ankle_sprain",
        "calcaneal_stress_fracture",
        "chest_wall_pain",
        "epididymitis",
        "exercise_gut_cramps",
        "exercise_stitch",
        "extensor_tendinopathy_foot",
        "fibular_stress_fracture",
        "gout",
        "hallux_rigidus",
        "insertional_achilles",
        "knee_ligament_sprain",
        "knee_osteoarthritis",
        "meniscal_tear",
        "metatarsal_stress_fracture",
        "metatarsalgia",
        "morton_neuroma",
        "navicular_stress_fracture",
        "osgood_schlatter",
        "patellar_tendinopathy",
        "pelvic_apophysitis",
        "peroneal_tendinopathy",
        "pes_anserine_pain",
        "posterior_knee_tendon_pain",
        "septic_joint",
        "sesamoid_pain",
        "sever_disease",
        "tibialis_posterior_tendinopathy",
    )
)
"""Ranked conditions without an entry in the dossiers, or only screened for there (docs/clinical/breadth.md)."""

FINDINGS = frozenset(
    (
        "agg_knee_twist_squat",
        "agg_tensing_belly",
        "ankle_bone_tenderness_ottawa",
        "ankle_turned_over",
        "heel_squeeze_hurts",
        "high_risk_site_tibia_foot",
        "loc_ankle_front",
        "loc_ankle_inner",
        "loc_ankle_outer",
        "loc_big_toe_base",
        "loc_forefoot",
        "loc_heel_back",
        "loc_heel_under",
        "loc_knee_below_cap",
        "loc_knee_inner",
        "loc_knee_outer",
        "loc_midfoot_top",
        "toes_tingle_pebble",
    )
)
"""Findings that the ranking asks for and the differential dossier did not."""

UNKNOWN_TO_TRIAGE = FINDINGS - {"ankle_bone_tenderness_ottawa", "high_risk_site_tibia_foot"}
"""Those of the findings that the triage dossier does not know either."""

RULES = frozenset(
    (
        "CAD_04",
        "FX_18",
        "FX_19",
        "GEN_07",
        "GI_11",
        "GYN_14",
        "INF_20",
        "INF_21",
        "KNEE_01",
        "TIME_06",
        "AO_11",
    )
)
"""Triage rules for what the triage dossier did not look for."""

RECORDS = {
    "achilles_rupture": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "achilles_tendinopathy": frozenset(
        (
            "back_pain_began_before_40",
            "heel_squeeze_hurts",
            "hx_previous_lbp",
            "loc_heel_back",
            "still_growing",
        )
    ),
    "acute_compartment_leg": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "acute_coronary_syndrome": frozenset(
        (
            "morning_first_steps",
            "tender_muscle_knots",
        )
    ),
    "acute_limb_ischaemia": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "appendicitis_diverticulitis": frozenset(("agg_tensing_belly",)),
    "athletic_pubalgia_adductor": frozenset(
        (
            "agg_forward_bend",
            "agg_tensing_belly",
            "loc_low_back",
        )
    ),
    "baker_cyst_rupture": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "calf_strain": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "cecs": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "cellulitis_leg": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "cervical_artery_dissection": frozenset(
        (
            "came_back_on_return",
            "one_pain_free_day_between",
            "warms_up_during_run",
        )
    ),
    "costovertebral_dysfunction": frozenset(("stops_within_minutes_of_rest",)),
    "dvt": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "fai_labral_tear": frozenset(
        (
            "earlier_each_run",
            "morning_first_steps",
            "walks_daily_life_pain",
        )
    ),
    "foraminal_radiculopathy": frozenset(
        (
            "mileage_spike",
            "warms_up_during_run",
        )
    ),
    "groin_strain": frozenset(("agg_tensing_belly",)),
    "hip_joint_pain": frozenset(
        (
            "agg_lifting",
            "loc_lower_leg",
        )
    ),
    "iliopsoas_tendinopathy": frozenset(
        (
            "agg_forward_bend",
            "loc_buttock_sacrum",
            "loc_lower_leg",
        )
    ),
    "inguinal_hernia": frozenset(("agg_tensing_belly",)),
    "itb_syndrome": frozenset(
        (
            "agg_knee_twist_squat",
            "back_pain_began_before_40",
            "ease_lying",
            "hx_previous_lbp",
            "loc_knee_below_cap",
            "loc_knee_inner",
            "loc_knee_outer",
        )
    ),
    "knee_overuse_pain": frozenset(
        (
            "agg_forward_bend",
            "agg_knee_twist_squat",
            "back_pain_began_before_40",
            "ease_lying",
            "hx_previous_lbp",
            "jumping_kicking_sport",
            "knee_straight_against_force_hurts",
            "loc_knee_below_cap",
            "loc_knee_inner",
            "loc_knee_outer",
            "loc_lower_leg",
            "same_point_every_run",
            "warms_up_during_run",
        )
    ),
    "lstv_bertolotti": frozenset(
        (
            "intensity_spike",
            "loc_lower_leg",
            "mileage_spike",
            "warms_up_during_run",
        )
    ),
    "mtss": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "muscle_cramp": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "osteoporotic_vcf": frozenset(
        (
            "bilateral_symptoms",
            "loc_thigh",
            "warms_up_during_run",
        )
    ),
    "ovarian_torsion_cyst": frozenset(("agg_tensing_belly",)),
    "peroneal_entrapment": frozenset(
        (
            "ankle_turned_over",
            "back_pain_began_before_40",
            "loc_ankle_outer",
            "loc_forefoot",
            "loc_knee_outer",
            "loc_midfoot_top",
            "toes_tingle_pebble",
        )
    ),
    "plantar_heel_pain": frozenset(
        (
            "agg_rise_from_sitting",
            "back_pain_began_before_40",
            "earlier_each_run",
            "ease_lying",
            "heel_squeeze_hurts",
            "hop_noticed_pain",
            "left_leg_only",
            "loc_ankle_inner",
            "loc_ankle_outer",
            "loc_forefoot",
            "loc_heel_back",
            "loc_heel_under",
            "loc_midfoot_top",
            "toes_tingle_pebble",
        )
    ),
    "plantaris_rupture": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "popliteal_cyst": frozenset(
        (
            "agg_knee_twist_squat",
            "back_pain_began_before_40",
            "hx_previous_lbp",
            "loc_knee_below_cap",
            "loc_knee_inner",
            "loc_knee_outer",
        )
    ),
    "popliteal_entrapment": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "post_thrombotic_syndrome": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
            "mileage_spike",
            "warms_up_during_run",
        )
    ),
    "pregnancy_pgp": frozenset(
        (
            "intensity_spike",
            "loc_lower_leg",
            "mileage_spike",
        )
    ),
    "reactive_psoriatic_arthritis": frozenset(
        (
            "heel_squeeze_hurts",
            "loc_big_toe_base",
            "loc_forefoot",
            "loc_heel_back",
            "loc_heel_under",
        )
    ),
    "s1_radiculopathy_calf": frozenset(
        (
            "bilateral_symptoms",
            "warms_up_during_run",
        )
    ),
    "spondylolysis_spondylolisthesis": frozenset(
        (
            "ease_moving_about",
            "morning_first_steps",
            "warms_up_during_run",
        )
    ),
    "superficial_thrombophlebitis": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "tarsal_tunnel": frozenset(
        (
            "ankle_turned_over",
            "back_pain_began_before_40",
            "heel_squeeze_hurts",
            "loc_ankle_inner",
            "loc_ankle_outer",
            "loc_forefoot",
            "loc_heel_under",
            "loc_midfoot_top",
            "toes_tingle_pebble",
        )
    ),
    "text_neck": frozenset(
        (
            "loc_lower_leg",
            "mileage_spike",
        )
    ),
    "thoracic_disc_herniation": frozenset(
        (
            "limping",
            "loc_low_back",
            "morning_first_steps",
            "warms_up_during_run",
        )
    ),
    "thoracic_outlet": frozenset(
        (
            "agg_forward_bend",
            "loc_low_back",
        )
    ),
    "tibial_stress_fracture": frozenset(
        (
            "back_pain_began_before_40",
            "high_risk_site_tibia_foot",
            "hx_previous_lbp",
            "loc_ankle_inner",
            "loc_knee_inner",
        )
    ),
    "varicose_vein_pain": frozenset(
        (
            "back_pain_began_before_40",
            "hx_previous_lbp",
        )
    ),
    "whiplash_cervical_strain": frozenset(
        (
            "builds_during_run",
            "came_back_on_return",
            "recurrent_episodes",
        )
    ),
}
"""Records added to conditions of the dossier, because too little told them from a near rival or spoke against them."""

STRICTER_RULES = {
    "ACS_01",
    "ACS_02",
    "AO_02",
    "AO_07",
    "AO_08",
    "BLD_02",
    "BSI_02",
    "BSI_04",
    "BSI_05",
    "BSI_11",
    "BSI_12",
    "BSI_13",
    "BSI_14",
    "CAD_02",
    "CA_01",
    "CA_02",
    "CA_03",
    "CA_07",
    "CES_01",
    "CES_02",
    "CORD_04",
    "CV_01",
    "CV_02",
    "CV_04",
    "CV_05",
    "DVT_03",
    "DVT_04",
    "DVT_05",
    "FX_03",
    "FX_04",
    "FX_12",
    "GEN_05",
    "GI_06",
    "GI_07",
    "GYN_02",
    "GYN_03",
    "GYN_09",
    "GYN_10",
    "GYN_13",
    "INF_06",
    "INF_08",
    "INF_19",
    "PAIN_01",
    "PED_02",
    "PE_02",
    "REN_01",
    "REN_13",
    "RHB_03",
    "RHE_02",
    "RHE_03",
    "SELF_02",
    "SELF_10",
    "SKN_03",
    "TEN_01",
    "WEAK_01",
}
"""Rules that are stricter here than in the dossier, GYN_02 narrower; each says how under `amended`."""

REWORDED = {
    "ACH_01",
    "ACH_02",
    "ACS_01",
    "ACS_02",
    "ACS_05",
    "AO_02",
    "BLD_02",
    "BSI_03",
    "BSI_11",
    "CAD_01",
    "CA_01",
    "CECS_01",
    "CORD_02",
    "CORD_06",
    "CV_01",
    "CV_04",
    "DVT_02",
    "FX_01",
    "FX_05",
    "FX_08",
    "FX_12",
    "GEN_01",
    "GEN_02",
    "GEN_07",
    "GI_07",
    "GI_08",
    "GYN_01",
    "GYN_02",
    "GYN_04",
    "GYN_05",
    "GYN_06",
    "GYN_07",
    "INF_01",
    "INF_03",
    "INF_08",
    "KNEE_01",
    "NECK_01",
    "NEU_01",
    "NEU_04",
    "PAES_01",
    "PED_01",
    "PE_01",
    "PSY_04",
    "REN_01",
    "REN_03",
    "REN_05",
    "REN_07",
    "REN_10",
    "REN_13",
    "RHB_01",
    "RHB_02",
    "RHB_03",
    "SELF_11",
    "SKN_02",
    "SPA_01",
    "STEN_01",
    "TIME_02",
    "TIME_04",
}
"""Rules whose reason for the runner was put into plainer words; what they mean stayed the same."""
